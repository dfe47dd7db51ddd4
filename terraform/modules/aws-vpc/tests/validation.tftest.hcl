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

variables {
  name               = "payments"
  cidr               = "10.20.0.0/16"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments-and-everything-else-there"
  }
}

run "range_that_is_none" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "10.20.0.0"
  }
}

run "range_with_a_host" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "10.20.3.0/16"
  }
}

run "range_too_small" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr               = "10.20.0.0/26"
    subnet_bits        = { private = 2, public = 2 }
    availability_zones = ["eu-west-1a", "eu-west-1b"]
  }
}

run "public_range" {
  command         = plan
  expect_failures = [var.cidr]
  variables {
    cidr = "52.20.0.0/16"
  }
}

run "one_zone" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    availability_zones = ["eu-west-1a"]
  }
}

run "zone_given_twice" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    availability_zones = ["eu-west-1a", "eu-west-1a"]
  }
}

run "zone_by_id" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    availability_zones = ["euw1-az1", "euw1-az2"]
  }
}

run "zones_of_two_regions" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    availability_zones = ["eu-west-1a", "eu-west-2a"]
  }
}

run "half_a_bit" {
  command         = plan
  expect_failures = [var.subnet_bits]
  variables {
    subnet_bits = { private = 2.5 }
  }
}

run "subnets_too_small" {
  command         = plan
  expect_failures = [var.subnet_bits]
  variables {
    subnet_bits = { public = 13 }
  }
}

run "subnets_that_do_not_fit" {
  command         = plan
  expect_failures = [var.subnet_bits]
  variables {
    subnet_bits        = { private = 2, public = 3 }
    availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  }
}

run "unknown_nat" {
  command         = plan
  expect_failures = [var.nat]
  variables {
    nat = "double"
  }
}

run "unknown_traffic" {
  command         = plan
  expect_failures = [var.flow_logs]
  variables {
    flow_logs = { traffic = "all" }
  }
}

run "unknown_aggregation" {
  command         = plan
  expect_failures = [var.flow_logs]
  variables {
    flow_logs = { aggregation_seconds = 300 }
  }
}

run "retention_that_cloudwatch_does_not_know" {
  command         = plan
  expect_failures = [var.flow_logs]
  variables {
    flow_logs = { log_retention_days = 100 }
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.flow_logs]
  variables {
    flow_logs = { kms_key_arn = "alias/payments" }
  }
}

run "gateway_of_another_service" {
  command         = plan
  expect_failures = [var.endpoints]
  variables {
    endpoints = { gateway = ["sqs"] }
  }
}

run "endpoint_by_full_name" {
  command         = plan
  expect_failures = [var.endpoints]
  variables {
    endpoints = { interface = ["com.amazonaws.eu-west-1.ssm"] }
  }
}

run "endpoint_given_twice" {
  command         = plan
  expect_failures = [var.endpoints]
  variables {
    endpoints = { gateway = ["s3"], interface = ["s3"] }
  }
}

run "boundary_by_name" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "boundary"
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(49) : "tag${number}" => "x" }
  }
}
