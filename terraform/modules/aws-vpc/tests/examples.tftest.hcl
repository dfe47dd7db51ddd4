mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
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

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/planroom-example-eu-west-1-flow-logs" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/planroom-example/flow-logs" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1c"] == "10.20.64.0/19"
    error_message = "A range and zones are all that is needed for subnets."
  }
}

run "isolated" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/isolated"
  }

  assert {
    condition     = output.nat_public_ips == {}
    error_message = "There is no way to the internet."
  }
}

run "kubernetes" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/kubernetes"
  }

  assert {
    condition     = output.private_subnet_cidrs["eu-west-1c"] == "10.40.128.0/18"
    error_message = "Pods have room."
  }
}
