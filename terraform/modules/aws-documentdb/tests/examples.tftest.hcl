mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_resource "aws_docdb_cluster" {
    defaults = {
      endpoint           = "planroom-example.cluster-abc.eu-west-1.docdb.amazonaws.com"
      reader_endpoint    = "planroom-example.cluster-ro-abc.eu-west-1.docdb.amazonaws.com"
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
    condition     = output.endpoint == "planroom-example.cluster-abc.eu-west-1.docdb.amazonaws.com"
    error_message = "The endpoint is a host name without the port."
  }

  assert {
    condition     = output.secret_arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-1"
    error_message = "Applications find the password in the secret that AWS made."
  }
}

run "audited" {
  command = plan

  module {
    source = "./examples/audited"
  }

  assert {
    condition     = output.reader_endpoint == "planroom-example.cluster-ro-abc.eu-west-1.docdb.amazonaws.com"
    error_message = "Readers have an endpoint of their own."
  }
}
