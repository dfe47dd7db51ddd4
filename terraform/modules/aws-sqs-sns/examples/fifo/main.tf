terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "messaging" {
  source = "../.."

  name = "planroom-ledger"

  topics = {
    bookings = {
      fifo                        = true
      content_based_deduplication = true
    }
  }

  queues = {
    balances = {
      fifo            = true
      high_throughput = true
    }
    archive = {
      message_retention_seconds = 1209600
    }
  }

  subscriptions = {
    balances = {
      topic = "bookings"
      queue = "balances"
    }
    archive = {
      topic                = "bookings"
      queue                = "archive"
      raw_message_delivery = false
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "topic_arns" {
  value = module.messaging.topic_arns
}
