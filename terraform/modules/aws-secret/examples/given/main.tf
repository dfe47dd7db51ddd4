terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "token" {
  description = "The partner's token. In neither plan nor state."
  type        = string
  ephemeral   = true
  sensitive   = true
}

module "secret" {
  source = "../.."

  name          = "payments/partner-token"
  value         = var.token
  value_version = 1
  tags          = { team = "payments", environment = "dev" }
}

output "name" {
  value = module.secret.name
}
