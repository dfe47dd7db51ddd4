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

  mock_data "aws_ebs_encryption_by_default" {
    defaults = { enabled = true }
  }
}

variables {
  account_id         = "111122223333"
  region             = "eu-west-1"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  host_name          = "portal.example.com"
  zone_id            = "Z0123456789ABCDEFGHIJ"
  allowed_cidrs      = { office = "10.20.0.0/16" }
  oidc = {
    metadata_url = "https://id.example.com/.well-known/openid-configuration"
    client_id    = "planroom"
  }
}

run "zones_of_another_region" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    region = "eu-central-1"
  }
}

run "one_zone" {
  command         = plan
  expect_failures = [var.availability_zones]
  variables {
    availability_zones = ["eu-west-1a"]
  }
}

run "account_by_name" {
  command         = plan
  expect_failures = [var.account_id]
  variables {
    account_id = "production"
  }
}

run "region_by_city" {
  command         = plan
  expect_failures = [var.region]
  variables {
    region             = "Dublin"
    availability_zones = ["Dublin-a", "Dublin-b"]
  }
}
