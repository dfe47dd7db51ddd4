mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = {
      id                          = "planroom-example"
      arn                         = "arn:aws:s3:::planroom-example"
      bucket_regional_domain_name = "planroom-example.s3.eu-west-1.amazonaws.com"
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
    condition     = output.arn == "arn:aws:s3:::planroom-example"
    error_message = "A name is all that is needed, and policies get the ARN."
  }
}

run "kms_and_archive" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/kms-and-archive"
  }

  assert {
    condition     = output.domain_name == "planroom-example.s3.eu-west-1.amazonaws.com"
    error_message = "Clients get the regional domain name."
  }
}

run "access" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/access"
  }

  assert {
    condition     = output.id == "planroom-example"
    error_message = "The bucket's name is given on."
  }
}
