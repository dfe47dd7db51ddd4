# Partition and region are local to the provider; the account is asked of AWS, as part of the names in the policies.
data "aws_partition" "current" {}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

locals {
  # "partition:service:region:account", so that the policies can be read in the plan.
  partition = data.aws_partition.current.partition
  here      = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"

  dead_letters = { for key, queue in var.queues : key => queue if queue.dead_letter.enabled }

  queue_names       = { for key, queue in var.queues : key => "${var.name}-${key}${queue.fifo ? ".fifo" : ""}" }
  dead_letter_names = { for key, queue in local.dead_letters : key => "${var.name}-${key}-dead-letter${queue.fifo ? ".fifo" : ""}" }
  topic_names       = { for key, topic in var.topics : key => "${var.name}-${key}${topic.fifo ? ".fifo" : ""}" }

  queue_arns       = { for key, name in local.queue_names : key => "arn:${local.partition}:sqs:${local.here}:${name}" }
  dead_letter_arns = { for key, name in local.dead_letter_names : key => "arn:${local.partition}:sqs:${local.here}:${name}" }
  topic_arns       = { for key, name in local.topic_names : key => "arn:${local.partition}:sns:${local.here}:${name}" }

  # Exactly those topics whose messages a queue gets.
  topics_of_queue = {
    for key in keys(var.queues) : key => sort([
      for subscription in values(var.subscriptions) : local.topic_arns[subscription.topic] if subscription.queue == key
    ])
  }
}
