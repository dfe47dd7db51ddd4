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

  mock_data "aws_ebs_encryption_by_default" {
    defaults = { enabled = true }
  }

  mock_resource "aws_elastic_beanstalk_environment" {
    defaults = {
      cname          = "planroom.eu-west-1.elasticbeanstalk.com"
      load_balancers = ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/awseb/1234"]
    }
  }

  mock_resource "aws_db_instance" {
    defaults = {
      address            = "planroom-database.example.eu-west-1.rds.amazonaws.com"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1234-AbCdEf", secret_status = "active", kms_key_id = "" }]
    }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/planroom" }
  }

  mock_resource "aws_lb_listener" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/awseb/1234/5678" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.endpoint == "planroom.eu-west-1.elasticbeanstalk.com"
    error_message = "The portal's own name can point to the environment."
  }
}

run "database" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/database"
  }

  assert {
    condition     = output.database_secret_arn == "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-1234-AbCdEf"
    error_message = "The password of the database is in a secret that RDS manages."
  }
}

run "public" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/public"
  }

  assert {
    condition     = output.load_balancer_arn == "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/awseb/1234"
    error_message = "A firewall can be put in front of the public load balancer."
  }
}
