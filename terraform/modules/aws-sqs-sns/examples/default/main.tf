terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "messaging" {
  source = "../.."

  name   = "planroom-example"
  queues = { orders = {} }
  tags   = { team = "payments", environment = "dev" }
}

output "queue_urls" {
  value = module.messaging.queue_urls
}

output "dead_letter_queue_arns" {
  value = module.messaging.dead_letter_queue_arns
}
