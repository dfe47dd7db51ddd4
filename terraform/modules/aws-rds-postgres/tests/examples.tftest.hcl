mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/planroom-example-eu-west-1-monitoring" }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      address            = "planroom-example.abc.eu-west-1.rds.amazonaws.com"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1", secret_status = "active", kms_key_id = "" }]
    }
  }

  mock_resource "aws_rds_cluster" {
    defaults = {
      endpoint           = "planroom-example.cluster-abc.eu-west-1.rds.amazonaws.com"
      reader_endpoint    = "planroom-example.cluster-ro-abc.eu-west-1.rds.amazonaws.com"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-1", secret_status = "active", kms_key_id = "" }]
    }
  }
}

run "default" {
  command = plan

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.endpoint == "planroom-example.abc.eu-west-1.rds.amazonaws.com"
    error_message = "The endpoint is a host name without the port."
  }

  assert {
    condition     = output.secret_arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1"
    error_message = "Applications find the password in the secret that AWS made."
  }
}

run "aurora" {
  command = plan

  module {
    source = "./examples/aurora"
  }

  assert {
    condition     = output.reader_endpoint == "planroom-example.cluster-ro-abc.eu-west-1.rds.amazonaws.com"
    error_message = "Aurora has an endpoint of its own for reading."
  }
}

run "serverless" {
  command = plan

  module {
    source = "./examples/serverless"
  }

  assert {
    condition     = output.endpoint == "planroom-example.cluster-abc.eu-west-1.rds.amazonaws.com"
    error_message = "The endpoint is the cluster's, which follows the writer."
  }
}
