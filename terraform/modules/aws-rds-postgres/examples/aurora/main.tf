terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "database" {
  source = "../.."

  name           = "planroom-example-aurora"
  engine         = "aurora"
  engine_version = "16"
  size           = "medium"
  readers        = 2
  kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  vpc_id        = "vpc-0a1b2c3d4e5f67890"
  subnet_ids    = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891", "subnet-0c1d2e3f4a5b67892"]
  allowed_cidrs = { office = "10.20.0.0/16" }

  iam_authentication    = true
  backup_retention_days = 35
  log_retention_days    = 365
  parameters = {
    log_min_duration_statement = { value = "500" }
    shared_preload_libraries   = { value = "pg_stat_statements,auto_explain", apply_method = "pending-reboot" }
  }

  tags = { team = "payments", environment = "dev" }
}

output "reader_endpoint" {
  value = module.database.reader_endpoint
}
