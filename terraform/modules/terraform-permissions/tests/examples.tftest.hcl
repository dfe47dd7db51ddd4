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

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.plan_role_arn == "arn:aws:iam::111122223333:role/planroom-example-plan" && output.portal_role_arn == "arn:aws:iam::111122223333:role/planroom-example-portal"
    error_message = "Roles are known by their names before they are made."
  }
}

run "target" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/target"
  }

  assert {
    condition     = output.apply_role_arn == "arn:aws:iam::111122223333:role/planroom-payments-apply"
    error_message = "A target account gives the roles that the runner account enters."
  }
}
