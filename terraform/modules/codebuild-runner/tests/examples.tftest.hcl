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
    condition     = output.project_names == { apply = { "1.11.4" = "planroom-example-apply-1-11-4" }, plan = { "1.11.4" = "planroom-example-plan-1-11-4" } }
    error_message = "A version and two roles are all that is needed."
  }
}

run "private_network" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/private-network"
  }

  assert {
    condition     = keys(output.project_names.plan) == ["1.11.4", "1.9.8", "tofu-1.10.6"]
    error_message = "Several versions stand side by side."
  }
}
