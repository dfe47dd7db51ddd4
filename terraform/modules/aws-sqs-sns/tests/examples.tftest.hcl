mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = {
      arn = "arn:aws:sqs:eu-west-1:111122223333:planroom-example"
      url = "https://sqs.eu-west-1.amazonaws.com/111122223333/planroom-example"
    }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:111122223333:planroom-example" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.queue_urls == { orders = "https://sqs.eu-west-1.amazonaws.com/111122223333/planroom-example" }
    error_message = "Clients get the URL of each queue by its key."
  }

  assert {
    condition     = output.dead_letter_queue_arns == { orders = "arn:aws:sqs:eu-west-1:111122223333:planroom-example" }
    error_message = "Each queue has a dead letter queue, whose ARN is given by the queue's key."
  }
}

run "publish_subscribe" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/publish-subscribe"
  }

  assert {
    condition     = output.topic_arns == { orders = "arn:aws:sns:eu-west-1:111122223333:planroom-example" } && keys(output.queue_urls) == ["invoices", "shipping"]
    error_message = "The topic and both queues are given by their keys."
  }
}

run "fifo" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/fifo"
  }

  assert {
    condition     = keys(output.topic_arns) == ["bookings"]
    error_message = "The topic is given by its key."
  }
}
