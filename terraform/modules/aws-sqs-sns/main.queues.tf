locals {
  produce_actions = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
  consume_actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
}

resource "aws_sqs_queue" "dead_letter" {
  for_each = local.dead_letters

  name                      = local.dead_letter_names[each.key]
  fifo_queue                = each.value.fifo
  message_retention_seconds = each.value.dead_letter.message_retention_seconds
  max_message_size          = each.value.max_message_bytes
  receive_wait_time_seconds = each.value.receive_wait_seconds

  sqs_managed_sse_enabled = each.value.kms_key_arn == null && var.kms_key_arn == null ? true : null
  kms_master_key_id       = each.value.kms_key_arn != null ? each.value.kms_key_arn : var.kms_key_arn

  # No other queue of the account may leave its messages here.
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arns[each.key]]
  })

  tags = var.tags
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues

  name                       = local.queue_names[each.key]
  visibility_timeout_seconds = each.value.visibility_timeout_seconds
  message_retention_seconds  = each.value.message_retention_seconds
  delay_seconds              = each.value.delay_seconds
  receive_wait_time_seconds  = each.value.receive_wait_seconds
  max_message_size           = each.value.max_message_bytes

  fifo_queue                  = each.value.fifo
  content_based_deduplication = each.value.content_based_deduplication
  deduplication_scope         = each.value.fifo ? (each.value.high_throughput ? "messageGroup" : "queue") : null
  fifo_throughput_limit       = each.value.fifo ? (each.value.high_throughput ? "perMessageGroupId" : "perQueue") : null

  sqs_managed_sse_enabled = each.value.kms_key_arn == null && var.kms_key_arn == null ? true : null
  kms_master_key_id       = each.value.kms_key_arn != null ? each.value.kms_key_arn : var.kms_key_arn

  tags = var.tags
}

# A resource of its own, because a queue keeps its redrive policy when it is only left out.
resource "aws_sqs_queue_redrive_policy" "this" {
  for_each = local.dead_letters

  queue_url = aws_sqs_queue.this[each.key].url
  redrive_policy = jsonencode({
    deadLetterTargetArn = local.dead_letter_arns[each.key]
    maxReceiveCount     = each.value.dead_letter.max_receives
  })

  # The dead letter queue's ARN is made, not referred to, and SQS looks whether it is there.
  depends_on = [aws_sqs_queue.dead_letter]
}

resource "aws_sqs_queue_policy" "this" {
  for_each = var.queues

  queue_url = aws_sqs_queue.this[each.key].url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "DenyWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = local.queue_arns[each.key]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for topics in [local.topics_of_queue[each.key]] : {
        Sid       = "AllowSubscribedTopics"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = local.queue_arns[each.key]
        Condition = { ArnEquals = { "aws:SourceArn" = topics } }
      } if length(topics) > 0],
      [for principals in [each.value.producers] : {
        Sid       = "AllowProducers"
        Effect    = "Allow"
        Principal = { AWS = sort(principals) }
        Action    = local.produce_actions
        Resource  = local.queue_arns[each.key]
      } if length(principals) > 0],
      [for principals in [each.value.consumers] : {
        Sid       = "AllowConsumers"
        Effect    = "Allow"
        Principal = { AWS = sort(principals) }
        Action    = local.consume_actions
        Resource  = local.queue_arns[each.key]
      } if length(principals) > 0],
    )
  })
}

resource "aws_sqs_queue_policy" "dead_letter" {
  for_each = local.dead_letters

  queue_url = aws_sqs_queue.dead_letter[each.key].url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "DenyWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = local.dead_letter_arns[each.key]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for principals in [each.value.dead_letter.consumers] : {
        Sid       = "AllowConsumers"
        Effect    = "Allow"
        Principal = { AWS = sort(principals) }
        Action    = local.consume_actions
        Resource  = local.dead_letter_arns[each.key]
      } if length(principals) > 0],
    )
  })
}
