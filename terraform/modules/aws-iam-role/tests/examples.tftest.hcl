mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
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
    condition     = output.arn == "arn:aws:iam::111122223333:role/planroom-example"
    error_message = "What assumes the role gets its ARN."
  }
}

run "instance" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/instance"
  }

  assert {
    condition     = output.instance_profile_name == "planroom-instance"
    error_message = "Machines get the instance profile."
  }
}

run "federated" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/federated"
  }

  assert {
    condition     = output.arn == "arn:aws:iam::111122223333:role/payments/planroom-release"
    error_message = "The path is part of the ARN."
  }
}
