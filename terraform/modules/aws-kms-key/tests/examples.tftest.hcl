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

  mock_resource "aws_kms_key" {
    defaults = {
      arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      key_id = "1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.alias_name == "alias/planroom-example"
    error_message = "A name is all that is needed, and becomes the alias."
  }
}

run "services" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/services"
  }

  assert {
    condition     = output.arn == "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    error_message = "Other modules get the ARN."
  }
}

run "administered" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/administered"
  }

  assert {
    condition     = output.id == "1234abcd-12ab-34cd-56ef-1234567890ab"
    error_message = "The id of the key is given on, not that of its alias."
  }
}
