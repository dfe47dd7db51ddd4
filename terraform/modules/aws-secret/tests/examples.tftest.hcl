mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments/token-AbCdEf" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments/token-AbCdEf"
    error_message = "A name is all that is needed, and policies get the ARN."
  }
}

run "generated" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/generated"
  }

  assert {
    condition     = output.arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments/token-AbCdEf"
    error_message = "Whatever reads the secret gets the ARN, and never the value."
  }
}

run "given" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/given"
  }

  variables {
    token = "given-for-the-test"
  }

  assert {
    condition     = output.name == "payments/partner-token"
    error_message = "The name is given on."
  }
}
