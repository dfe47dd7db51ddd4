locals {
  cluster = var.deployment == "cluster"
  tags    = merge(var.tags, { Name = var.name })

  instance_types = {
    small  = "mq.m7g.medium"
    medium = "mq.m7g.large"
    large  = "mq.m7g.xlarge"
    xlarge = "mq.m7g.2xlarge"
  }
  instance_type = coalesce(var.instance_class, local.instance_types[var.size])

  amqp_port    = 5671
  console_port = 443

  # The format of rabbitmq.conf.
  configuration = join("", [for option, value in var.configuration : "${option} = ${value}\n"])
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-"
  description = "Who may connect to ${var.name}"
  vpc_id      = var.vpc_id
  tags        = local.tags

  # A broker keeps its connections while it moves from one group to another.
  lifecycle {
    create_before_destroy = true
  }
}

# The broker answers and never calls, so that no egress rule is needed.
resource "aws_vpc_security_group_ingress_rule" "security_groups" {
  for_each = var.allowed_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "AMQP over TLS from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.amqp_port
  to_port                      = local.amqp_port
  tags                         = merge(var.tags, { Name = each.key })
}

resource "aws_vpc_security_group_ingress_rule" "cidrs" {
  for_each = var.allowed_cidrs

  security_group_id = aws_security_group.this.id
  description       = "AMQP over TLS from ${each.key}"
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  ip_protocol       = "tcp"
  from_port         = local.amqp_port
  to_port           = local.amqp_port
  tags              = merge(var.tags, { Name = each.key })
}

resource "aws_vpc_security_group_ingress_rule" "console_security_groups" {
  for_each = var.console_allowed_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "Web console and management API from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.console_port
  to_port                      = local.console_port
  tags                         = merge(var.tags, { Name = "${each.key}-console" })
}

resource "aws_vpc_security_group_ingress_rule" "console_cidrs" {
  for_each = var.console_allowed_cidrs

  security_group_id = aws_security_group.this.id
  description       = "Web console and management API from ${each.key}"
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  ip_protocol       = "tcp"
  from_port         = local.console_port
  to_port           = local.console_port
  tags              = merge(var.tags, { Name = "${each.key}-console" })
}

resource "aws_mq_configuration" "this" {
  count = length(var.configuration) > 0 ? 1 : 0

  # Another version makes another configuration, and Amazon MQ does not forget the one before.
  name           = "${var.name}-${var.engine_version}"
  description    = "Options of ${var.name}"
  engine_type    = "RabbitMQ"
  engine_version = var.engine_version
  data           = local.configuration
  tags           = local.tags
}

resource "aws_mq_broker" "this" {
  broker_name        = var.name
  engine_type        = "RabbitMQ"
  engine_version     = var.engine_version
  host_instance_type = local.instance_type
  deployment_mode    = local.cluster ? "CLUSTER_MULTI_AZ" : "SINGLE_INSTANCE"

  subnet_ids          = var.subnet_ids
  security_groups     = [aws_security_group.this.id]
  publicly_accessible = false

  # AWS's own encryption needs no block: Amazon MQ encrypts every broker.
  dynamic "encryption_options" {
    for_each = var.kms_key_arn[*]

    content {
      use_aws_owned_key = false
      kms_key_id        = encryption_options.value
    }
  }

  user {
    username = var.username
    password = var.password
  }

  dynamic "configuration" {
    for_each = aws_mq_configuration.this

    content {
      id       = configuration.value.id
      revision = configuration.value.latest_revision
    }
  }

  # RabbitMQ has no audit log; Amazon MQ refuses a broker that asks for one.
  logs {
    general = var.logs
  }

  # Amazon MQ demands it of every version that is still supported.
  auto_minor_version_upgrade = true
  apply_immediately          = var.apply_immediately

  maintenance_window_start_time {
    day_of_week = var.maintenance_window.day_of_week
    time_of_day = var.maintenance_window.time_of_day
    time_zone   = var.maintenance_window.time_zone
  }

  tags = local.tags
}
