terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "broker" {
  source = "../.."

  name       = "planroom-shop"
  size       = "large"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890", "subnet-0c1d2e3f4a5b67890"]

  # A real one comes from whoever applies, and is changed in RabbitMQ afterwards.
  password = "Only-for-this-example-1"

  allowed_security_groups         = { shop = "sg-0a1b2c3d4e5f67890", shipping = "sg-0b1c2d3e4f5a67890" }
  allowed_cidrs                   = { office = "10.60.0.0/16" }
  console_allowed_security_groups = { operators = "sg-0c1d2e3f4a5b67890" }

  configuration = {
    consumer_timeout = "3600000"
    heartbeat        = "120"
  }

  maintenance_window = {
    day_of_week = "SATURDAY"
    time_of_day = "22:00"
    time_zone   = "Europe/Berlin"
  }

  tags = { team = "payments", environment = "dev" }
}

output "amqp_url" {
  value = module.broker.amqp_url
}

output "arn" {
  value = module.broker.arn
}
