terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "key" {
  source = "../.."

  name = "planroom-example"
  tags = { team = "payments", environment = "dev" }
}

output "alias_name" {
  value = module.key.alias_name
}
