terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "documents" {
  source = "../.."

  name                 = "planroom-example-audited"
  size                 = "medium"
  instances            = 3
  performance_insights = true
  kms_key_arn          = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  vpc_id        = "vpc-0a1b2c3d4e5f67890"
  subnet_ids    = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891", "subnet-0c1d2e3f4a5b67892"]
  allowed_cidrs = { office = "10.20.0.0/16" }

  audit_events          = "all"
  log_retention_days    = 365
  backup_retention_days = 35
  parameters = {
    profiler              = { value = "enabled" }
    profiler_threshold_ms = { value = "200" }
  }

  tags = { team = "payments", environment = "dev" }
}

output "reader_endpoint" {
  value = module.documents.reader_endpoint
}
