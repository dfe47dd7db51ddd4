terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "role" {
  source = "../.."

  name  = "planroom-example"
  trust = { services = ["lambda.amazonaws.com"] }

  permissions = {
    read-receipts = {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::payments-receipts/*"]
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.role.arn
}
