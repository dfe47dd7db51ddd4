mock_provider "aws" {}

variables {
  name       = "shop"
  password   = "correct-horse-battery"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"]
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = !aws_mq_broker.this.publicly_accessible && aws_mq_broker.this.subnet_ids == toset(["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"])
    error_message = "The broker is reached in the given subnets only."
  }

  assert {
    condition = alltrue([
      length(aws_vpc_security_group_ingress_rule.security_groups) == 0,
      length(aws_vpc_security_group_ingress_rule.cidrs) == 0,
      length(aws_vpc_security_group_ingress_rule.console_security_groups) == 0,
      length(aws_vpc_security_group_ingress_rule.console_cidrs) == 0,
    ])
    error_message = "Nobody may connect."
  }

  assert {
    condition = alltrue([
      aws_mq_broker.this.broker_name == "shop",
      aws_mq_broker.this.engine_type == "RabbitMQ",
      aws_mq_broker.this.engine_version == "4.2",
      aws_mq_broker.this.deployment_mode == "CLUSTER_MULTI_AZ",
      aws_mq_broker.this.host_instance_type == "mq.m7g.large",
    ])
    error_message = "It is a cluster of RabbitMQ of medium size."
  }

  assert {
    condition     = length(aws_mq_broker.this.encryption_options) == 0 && length(aws_mq_configuration.this) == 0
    error_message = "Encryption and options are those of Amazon MQ."
  }

  assert {
    condition     = one(aws_mq_broker.this.logs).general && one(aws_mq_broker.this.logs).audit == null
    error_message = "Logs are written, without the audit log that RabbitMQ does not have."
  }

  assert {
    condition     = aws_mq_broker.this.auto_minor_version_upgrade && !aws_mq_broker.this.apply_immediately
    error_message = "Patches are installed, and restarts wait for the maintenance window."
  }

  assert {
    condition     = one(aws_mq_broker.this.maintenance_window_start_time) == { day_of_week = "SUNDAY", time_of_day = "03:30", time_zone = "UTC" }
    error_message = "The maintenance window is on Sunday night."
  }

  assert {
    condition     = one([for user in aws_mq_broker.this.user : user.username]) == "administrator" && one([for user in aws_mq_broker.this.user : user.password]) == "correct-horse-battery"
    error_message = "The administrator gets the given password."
  }

  assert {
    condition     = aws_security_group.this.vpc_id == "vpc-0a1b2c3d4e5f67890" && aws_security_group.this.name_prefix == "shop-"
    error_message = "The security group is in the given VPC."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    deployment         = "single"
    subnet_ids         = ["subnet-0a1b2c3d4e5f67890"]
    engine_version     = "3.13"
    instance_class     = "mq.t3.micro"
    username           = "operator"
    logs               = false
    apply_immediately  = true
    kms_key_arn        = "arn:aws:kms:eu-west-1:111122223333:key/shop"
    maintenance_window = { day_of_week = "FRIDAY", time_zone = "Europe/Berlin" }
    tags               = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_mq_broker.this.deployment_mode == "SINGLE_INSTANCE",
      aws_mq_broker.this.engine_version == "3.13",
      aws_mq_broker.this.host_instance_type == "mq.t3.micro",
      aws_mq_broker.this.apply_immediately,
      !one(aws_mq_broker.this.logs).general,
      one([for user in aws_mq_broker.this.user : user.username]) == "operator",
    ])
    error_message = "The broker is as given, and the instance type wins over the size."
  }

  assert {
    condition     = one(aws_mq_broker.this.encryption_options).kms_key_id == "arn:aws:kms:eu-west-1:111122223333:key/shop" && !one(aws_mq_broker.this.encryption_options).use_aws_owned_key
    error_message = "The given key is used instead of AWS's own."
  }

  assert {
    condition     = one(aws_mq_broker.this.maintenance_window_start_time) == { day_of_week = "FRIDAY", time_of_day = "03:30", time_zone = "Europe/Berlin" }
    error_message = "The maintenance window is as given, also in part."
  }

  assert {
    condition     = aws_mq_broker.this.tags == tomap({ team = "payments", Name = "shop" }) && aws_security_group.this.tags == tomap({ team = "payments", Name = "shop" })
    error_message = "The tags are as given, with the name."
  }
}

run "sizes" {
  command = plan

  variables {
    size = "xlarge"
  }

  assert {
    condition     = aws_mq_broker.this.host_instance_type == "mq.m7g.2xlarge"
    error_message = "The size is one of Amazon MQ's."
  }
}

run "who_may_connect" {
  command = plan

  variables {
    allowed_security_groups         = { shop = "sg-0a1b2c3d4e5f67890" }
    allowed_cidrs                   = { office = "10.60.0.0/16", lab = "fd00:20::/64" }
    console_allowed_security_groups = { operators = "sg-0b1c2d3e4f5a67890" }
    console_allowed_cidrs           = { office = "10.60.0.0/16", lab = "fd00:20::/64" }
    tags                            = { team = "payments" }
  }

  assert {
    condition = alltrue([
      for rule in concat(values(aws_vpc_security_group_ingress_rule.security_groups), values(aws_vpc_security_group_ingress_rule.cidrs)) :
      rule.ip_protocol == "tcp" && rule.from_port == 5671 && rule.to_port == 5671 && rule.tags["team"] == "payments"
    ])
    error_message = "Clients reach AMQP over TLS and nothing else."
  }

  assert {
    condition = alltrue([
      for rule in concat(values(aws_vpc_security_group_ingress_rule.console_security_groups), values(aws_vpc_security_group_ingress_rule.console_cidrs)) :
      rule.ip_protocol == "tcp" && rule.from_port == 443 && rule.to_port == 443 && rule.tags["team"] == "payments"
    ])
    error_message = "Operators reach the console and nothing else."
  }

  assert {
    condition = alltrue([
      aws_vpc_security_group_ingress_rule.security_groups["shop"].referenced_security_group_id == "sg-0a1b2c3d4e5f67890",
      aws_vpc_security_group_ingress_rule.console_security_groups["operators"].referenced_security_group_id == "sg-0b1c2d3e4f5a67890",
    ])
    error_message = "Security groups are let in by their ids."
  }

  assert {
    condition = alltrue(flatten([
      for rules in [aws_vpc_security_group_ingress_rule.cidrs, aws_vpc_security_group_ingress_rule.console_cidrs] : [
        rules["office"].cidr_ipv4 == "10.60.0.0/16" && rules["office"].cidr_ipv6 == null,
        rules["lab"].cidr_ipv6 == "fd00:20::/64" && rules["lab"].cidr_ipv4 == null,
      ]
    ]))
    error_message = "Ranges of both versions of IP are let in."
  }
}

run "options_of_rabbitmq" {
  command = plan

  variables {
    configuration = { heartbeat = "120", consumer_timeout = "3600000" }
    tags          = { team = "payments" }
  }

  assert {
    condition     = aws_mq_configuration.this[0].data == "consumer_timeout = 3600000\nheartbeat = 120\n"
    error_message = "Options are written as in rabbitmq.conf, sorted by name."
  }

  assert {
    condition = alltrue([
      aws_mq_configuration.this[0].engine_type == "RabbitMQ",
      aws_mq_configuration.this[0].engine_version == "4.2",
      aws_mq_configuration.this[0].name == "shop-4.2",
      aws_mq_configuration.this[0].tags == tomap({ team = "payments", Name = "shop" }),
    ])
    error_message = "The configuration is for the broker's version."
  }

  assert {
    condition     = length(aws_mq_broker.this.configuration) == 1
    error_message = "The broker uses the configuration."
  }
}
