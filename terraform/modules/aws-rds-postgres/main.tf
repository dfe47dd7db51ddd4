# Partition and region are local to the provider; the account is asked of AWS, for the trust of the monitoring role.
data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {
  count = local.monitored ? 1 : 0
}

locals {
  aurora    = var.engine == "aurora"
  monitored = var.monitoring_interval > 0
  tags      = merge(var.tags, { Name = var.name })

  major_version = split(".", var.engine_version)[0]
  family        = "${local.aurora ? "aurora-postgresql" : "postgres"}${local.major_version}"

  instance_classes = {
    postgres = { small = "db.t4g.medium", medium = "db.m7g.large", large = "db.m7g.xlarge", xlarge = "db.m7g.2xlarge" }
    aurora   = { small = "db.t4g.medium", medium = "db.r7g.large", large = "db.r7g.xlarge", xlarge = "db.r7g.2xlarge" }
  }
  instance_class = var.serverless != null ? "db.serverless" : coalesce(var.instance_class, local.instance_classes[var.engine][var.size])

  storage = var.storage != null ? var.storage : { size_gb = 50, max_size_gb = 200, iops = null, throughput = null }

  # The first one becomes the writer.
  members        = local.aurora ? [for number in range(1 + coalesce(var.readers, 1)) : "${var.name}-${number + 1}"] : []
  instance_names = local.aurora ? local.members : [var.name]

  log_exports = local.aurora ? ["postgresql"] : ["postgresql", "upgrade"]
  log_prefix  = "/aws/rds/${local.aurora ? "cluster" : "instance"}/${var.name}"

  parameters = merge(var.parameters, {
    "rds.force_ssl"            = { value = "1", apply_method = "pending-reboot" }
    "ssl_min_protocol_version" = { value = "TLSv1.2", apply_method = "immediate" }
  })

  final_snapshot_identifier = var.skip_final_snapshot ? null : coalesce(var.final_snapshot_identifier, "${var.name}-final")
}

resource "aws_db_subnet_group" "this" {
  name        = var.name
  description = "Private subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
  tags        = local.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-"
  description = "Who may connect to ${var.name}"
  vpc_id      = var.vpc_id
  tags        = local.tags

  # A database keeps its connections while it moves from one group to another.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "security_groups" {
  for_each = var.allowed_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
  tags                         = merge(var.tags, { Name = each.key })
}

resource "aws_vpc_security_group_ingress_rule" "cidrs" {
  for_each = var.allowed_cidrs

  security_group_id = aws_security_group.this.id
  description       = "PostgreSQL from ${each.key}"
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
  tags              = merge(var.tags, { Name = each.key })
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.log_exports)

  name              = "${local.log_prefix}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "monitoring" {
  count = local.monitored ? 1 : 0

  name                 = "${var.name}-${data.aws_region.current.name}-monitoring"
  description          = "Enhanced Monitoring of ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowMonitoring"
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = data.aws_caller_identity.current[0].account_id
          "aws:SourceArn" = [
            for name in local.instance_names :
            "arn:${data.aws_partition.current.partition}:rds:${data.aws_region.current.name}:${data.aws_caller_identity.current[0].account_id}:db:${name}"
          ]
        }
      }
    }]
  })
  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "monitoring" {
  count = local.monitored ? 1 : 0

  role       = aws_iam_role.monitoring[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}
