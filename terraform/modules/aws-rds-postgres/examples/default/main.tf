terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "database" {
  source = "../.."

  name       = "planroom-example"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891"]

  allowed_security_groups = { application = "sg-0a1b2c3d4e5f67890" }

  tags = { team = "payments", environment = "dev" }
}

output "endpoint" {
  value = module.database.endpoint
}

output "secret_arn" {
  value = module.database.secret_arn
}
