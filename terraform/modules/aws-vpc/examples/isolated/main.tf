module "vpc" {
  source = "../.."

  name               = "planroom-isolated"
  cidr               = "10.30.0.0/20"
  availability_zones = ["eu-west-1a", "eu-west-1b"]
  nat                = "none"

  endpoints = {
    interface = ["ssm", "ssmmessages", "ec2messages", "ecr.api", "ecr.dkr", "logs", "kms", "secretsmanager", "sts"]
  }

  flow_logs = {
    aggregation_seconds = 60
    log_retention_days  = 365
    kms_key_arn         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  tags = { team = "payments", environment = "dev" }
}

output "nat_public_ips" {
  value = module.vpc.nat_public_ips
}
