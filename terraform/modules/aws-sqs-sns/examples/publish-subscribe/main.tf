terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "messaging" {
  source = "../.."

  name = "planroom-shop"

  topics = {
    orders = { producers = ["arn:aws:iam::111122223333:role/shop"] }
  }

  queues = {
    invoices = {
      consumers = ["arn:aws:iam::111122223333:role/invoices"]
    }
    shipping = {
      visibility_timeout_seconds = 300
      consumers                  = ["arn:aws:iam::111122223333:role/shipping"]
      dead_letter = {
        max_receives = 3
        consumers    = ["arn:aws:iam::111122223333:role/support"]
      }
    }
  }

  subscriptions = {
    invoices = {
      topic = "orders"
      queue = "invoices"
    }
    shipping = {
      topic         = "orders"
      queue         = "shipping"
      filter_policy = jsonencode({ state = ["paid"] })
    }
  }

  # A key whose policy lets sns.amazonaws.com and the roles above use it.
  kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  tags = { team = "payments", environment = "dev" }
}

output "topic_arns" {
  value = module.messaging.topic_arns
}

output "queue_urls" {
  value = module.messaging.queue_urls
}
