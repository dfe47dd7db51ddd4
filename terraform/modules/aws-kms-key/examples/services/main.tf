terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "key" {
  source = "../.."

  name        = "planroom-services"
  description = "Data, messages and logs of payments"
  services    = ["cloudtrail", "cloudwatch", "events", "log-delivery", "logs", "rds", "s3", "sns", "sqs"]
  log_groups  = ["/payments/*"]
  tags        = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.key.arn
}
