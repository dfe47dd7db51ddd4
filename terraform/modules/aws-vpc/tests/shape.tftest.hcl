mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

mock_provider "aws" {
  alias = "answers"

  # So that ids, which AWS gives and which differ from each other, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_subnet" {
    defaults = {}
  }

  mock_resource "aws_route_table" {
    defaults = {}
  }

  mock_resource "aws_nat_gateway" {
    defaults = {}
  }
}

variables {
  name               = "payments"
  cidr               = "10.20.0.0/16"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = alltrue([for subnet in concat(values(aws_subnet.public), values(aws_subnet.private)) : !subnet.map_public_ip_on_launch])
    error_message = "No subnet gives public addresses."
  }

  assert {
    # The route table's list is empty, not left out: that is what closes it.
    condition     = length(aws_default_route_table.this.route) == 0
    error_message = "The default route table leads nowhere."
  }

  assert {
    condition     = aws_vpc.this.enable_dns_support && aws_vpc.this.enable_dns_hostnames && aws_vpc.this.cidr_block == "10.20.0.0/16"
    error_message = "Names inside the VPC resolve, which endpoints need."
  }

  assert {
    condition = alltrue([
      aws_flow_log.this[0].traffic_type == "ALL",
      aws_flow_log.this[0].max_aggregation_interval == 600,
      aws_cloudwatch_log_group.flow_logs[0].name == "/vpc/payments/flow-logs",
      aws_cloudwatch_log_group.flow_logs[0].retention_in_days == 90,
      aws_cloudwatch_log_group.flow_logs[0].kms_key_id == null,
    ])
    error_message = "All connections are recorded for 90 days."
  }

  assert {
    condition     = keys(aws_vpc_endpoint.gateway) == ["dynamodb", "s3"] && length(aws_vpc_endpoint.interface) == 0 && length(aws_security_group.endpoints) == 0
    error_message = "Endpoints that cost nothing are there, others are not."
  }

  assert {
    condition     = aws_vpc_endpoint.gateway["s3"].service_name == "com.amazonaws.eu-west-1.s3" && aws_vpc_endpoint.gateway["s3"].vpc_endpoint_type == "Gateway"
    error_message = "S3 is reached through a gateway of the region."
  }

  assert {
    condition     = aws_subnet.public["eu-west-1a"].tags == tomap({ Name = "payments-public-eu-west-1a" })
    error_message = "Tags of Kubernetes are left out."
  }
}

run "flow_logs_are_delivered_by_this_accounts_flow_logs_only" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.flow_logs[0].assume_role_policy).Statement == [{
      Sid       = "FlowLogsOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnLike      = { "aws:SourceArn" = "arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*" }
      }
    }]
    error_message = "Only flow logs of this account and region take the role."
  }

  assert {
    condition     = aws_iam_role.flow_logs[0].name == "payments-eu-west-1-flow-logs"
    error_message = "The role's name does not meet that of another region."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.flow_logs[0].policy).Statement : statement.Sid => statement } == {
      WriteToTheGroup = {
        Sid      = "WriteToTheGroup"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = ["arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/payments/flow-logs", "arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/payments/flow-logs:*"]
      }
      FindTheGroup = {
        Sid      = "FindTheGroup"
        Effect   = "Allow"
        Action   = ["logs:DescribeLogGroups"]
        Resource = ["arn:aws:logs:eu-west-1:111122223333:log-group:*"]
      }
    }
    error_message = "The role writes to its own group only."
  }
}

run "sizes_from_the_range" {
  command = plan

  assert {
    condition     = output.private_subnet_cidrs == { "eu-west-1a" = "10.20.0.0/19", "eu-west-1b" = "10.20.32.0/19", "eu-west-1c" = "10.20.64.0/19" }
    error_message = "Private subnets are eighths from the bottom."
  }

  assert {
    condition     = output.public_subnet_cidrs == { "eu-west-1a" = "10.20.252.0/22", "eu-west-1b" = "10.20.248.0/22", "eu-west-1c" = "10.20.244.0/22" }
    error_message = "Public subnets are sixty-fourths from the top."
  }

  assert {
    condition = alltrue(flatten([for zone in var.availability_zones : [
      aws_subnet.private[zone].cidr_block == output.private_subnet_cidrs[zone],
      aws_subnet.private[zone].availability_zone == zone,
      aws_subnet.public[zone].cidr_block == output.public_subnet_cidrs[zone],
      aws_subnet.public[zone].availability_zone == zone,
    ]]))
    error_message = "Each subnet has its addresses in its zone."
  }
}

run "another_zone_moves_nothing" {
  command = plan

  variables {
    availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d", "eu-west-1e", "eu-west-1f"]
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1c"] == "10.20.64.0/19" && output.public_subnet_cidrs["eu-west-1c"] == "10.20.244.0/22"
    error_message = "What was there keeps its addresses."
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1f"] == "10.20.160.0/19" && output.public_subnet_cidrs["eu-west-1f"] == "10.20.232.0/22"
    error_message = "There is room for six zones."
  }
}

run "small_range" {
  command = plan

  variables {
    cidr               = "192.168.4.0/24"
    availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"]
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1d"] == "192.168.4.96/27" && output.public_subnet_cidrs["eu-west-1d"] == "192.168.4.192/28"
    error_message = "Public subnets do not become smaller than AWS allows."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    subnet_bits               = { private = 2, public = 8 }
    permissions_boundary_arn  = "arn:aws:iam::111122223333:policy/boundary"
    kubernetes_load_balancers = true
    tags                      = { team = "payments" }
    endpoints                 = { gateway = ["s3"], interface = ["ssm", "ecr.api"] }
    flow_logs = {
      traffic             = "REJECT"
      aggregation_seconds = 60
      log_retention_days  = 365
      kms_key_arn         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1b"] == "10.20.64.0/18" && output.public_subnet_cidrs["eu-west-1b"] == "10.20.254.0/24"
    error_message = "The bits decide the sizes."
  }

  assert {
    condition = alltrue([
      aws_flow_log.this[0].traffic_type == "REJECT",
      aws_flow_log.this[0].max_aggregation_interval == 60,
      aws_cloudwatch_log_group.flow_logs[0].retention_in_days == 365,
      aws_cloudwatch_log_group.flow_logs[0].kms_key_id == var.flow_logs.kms_key_arn,
    ])
    error_message = "Flow logs are as given."
  }

  assert {
    condition = alltrue([
      keys(aws_vpc_endpoint.gateway) == ["s3"],
      { for service, endpoint in aws_vpc_endpoint.interface : service => endpoint.service_name } == { "ecr.api" = "com.amazonaws.eu-west-1.ecr.api", ssm = "com.amazonaws.eu-west-1.ssm" },
      alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled && endpoint.vpc_endpoint_type == "Interface"]),
    ])
    error_message = "Endpoints are those that were chosen, under the services' usual names."
  }

  assert {
    condition = alltrue([
      aws_vpc_security_group_ingress_rule.endpoints[0].cidr_ipv4 == "10.20.0.0/16",
      aws_vpc_security_group_ingress_rule.endpoints[0].from_port == 443,
      aws_vpc_security_group_ingress_rule.endpoints[0].to_port == 443,
    ])
    error_message = "Endpoints take TLS from the VPC only."
  }

  assert {
    condition = alltrue([
      aws_subnet.public["eu-west-1a"].tags == tomap({ team = "payments", Name = "payments-public-eu-west-1a", "kubernetes.io/role/elb" = "1" }),
      aws_subnet.private["eu-west-1a"].tags == tomap({ team = "payments", Name = "payments-private-eu-west-1a", "kubernetes.io/role/internal-elb" = "1" }),
    ])
    error_message = "Load balancers of Kubernetes find the subnets."
  }

  assert {
    condition     = aws_iam_role.flow_logs[0].permissions_boundary == var.permissions_boundary_arn
    error_message = "Roles are limited by the given boundary."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_vpc.this.tags, aws_default_security_group.this.tags, aws_default_route_table.this.tags, aws_internet_gateway.this.tags, aws_route_table.public.tags],
      [aws_flow_log.this[0].tags, aws_cloudwatch_log_group.flow_logs[0].tags, aws_iam_role.flow_logs[0].tags, aws_security_group.endpoints[0].tags, aws_vpc_security_group_ingress_rule.endpoints[0].tags],
      [for each in concat(values(aws_route_table.private), values(aws_eip.nat), values(aws_nat_gateway.this)) : each.tags],
      [for each in concat(values(aws_vpc_endpoint.gateway), values(aws_vpc_endpoint.interface)) : each.tags],
    ) : tags["team"] == "payments" && length(tags["Name"]) > 0])
    error_message = "Everything carries the caller's tags and a name."
  }
}

run "without_flow_logs_and_endpoints" {
  command = plan

  variables {
    flow_logs = { enabled = false }
    endpoints = { gateway = [] }
  }

  assert {
    condition     = length(aws_flow_log.this) + length(aws_cloudwatch_log_group.flow_logs) + length(aws_iam_role.flow_logs) + length(aws_iam_role_policy.flow_logs) == 0
    error_message = "Without flow logs there is no group and no role."
  }

  assert {
    condition     = length(aws_vpc_endpoint.gateway) == 0 && output.flow_log_group_name == null && output.endpoint_security_group_id == null
    error_message = "Without endpoints there are none."
  }
}

run "one_way_out" {
  command = plan

  assert {
    condition     = keys(aws_nat_gateway.this) == ["eu-west-1a"] && keys(aws_eip.nat) == ["eu-west-1a"]
    error_message = "One NAT gateway stands in the first zone."
  }

  assert {
    condition     = length(aws_route.private_internet) == 3 && alltrue([for route in aws_route.private_internet : route.destination_cidr_block == "0.0.0.0/0"])
    error_message = "All zones go out."
  }
}

run "no_way_out" {
  command = plan

  variables {
    nat = "none"
  }

  assert {
    condition     = length(aws_nat_gateway.this) + length(aws_eip.nat) + length(aws_route.private_internet) == 0 && length(aws_route_table.private) == 3
    error_message = "Private subnets keep their tables and lose their way out."
  }
}

run "a_way_out_in_each_zone" {
  command   = plan
  providers = { aws = aws.answers }

  variables {
    nat = "per-zone"
  }

  assert {
    condition     = toset(keys(aws_nat_gateway.this)) == toset(var.availability_zones) && toset(keys(aws_eip.nat)) == toset(var.availability_zones)
    error_message = "Each zone has a NAT gateway."
  }

  assert {
    condition = alltrue([for zone in var.availability_zones : alltrue([
      aws_route.private_internet[zone].nat_gateway_id == aws_nat_gateway.this[zone].id,
      aws_route.private_internet[zone].route_table_id == aws_route_table.private[zone].id,
      aws_nat_gateway.this[zone].subnet_id == aws_subnet.public[zone].id,
      aws_route_table_association.private[zone].route_table_id == aws_route_table.private[zone].id,
      aws_route_table_association.private[zone].subnet_id == aws_subnet.private[zone].id,
      aws_route_table_association.public[zone].route_table_id == aws_route_table.public.id,
    ])])
    error_message = "Each zone goes out through its own gateway, which stands in its public subnet."
  }

  assert {
    condition     = output.private_subnet_ids == [for zone in var.availability_zones : aws_subnet.private[zone].id]
    error_message = "Subnets are given in the order of the zones."
  }

  assert {
    condition     = length(aws_vpc_endpoint.gateway["s3"].route_table_ids) == 4
    error_message = "All route tables lead to S3."
  }
}
