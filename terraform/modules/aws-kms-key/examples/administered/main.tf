terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "key" {
  source = "../.."

  name                 = "planroom-administered"
  administrators       = ["arn:aws:iam::111122223333:role/platform"]
  users                = ["arn:aws:iam::111122223333:role/payments", "arn:aws:iam::444455556666:root"]
  rotation_period_days = 180
  multi_region         = true
  tags                 = { team = "payments", environment = "dev" }
}

output "id" {
  value = module.key.id
}
