terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "secret" {
  source = "../.."

  name        = "payments/partner-token"
  description = "Token for the partner's interface, filled in by hand"
  tags        = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.secret.arn
}
