terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "broker" {
  source = "../.."

  name       = "planroom-example"
  deployment = "single"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890"]

  # A real one comes from whoever applies, and is changed in RabbitMQ afterwards.
  password = "Only-for-this-example-1"

  allowed_security_groups = { shop = "sg-0a1b2c3d4e5f67890" }

  tags = { team = "payments", environment = "dev" }
}

output "endpoint" {
  value = module.broker.endpoint
}

output "console_url" {
  value = module.broker.console_url
}
