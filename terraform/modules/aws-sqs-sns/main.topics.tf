locals {
  # All that the policy of a topic can be about: SNS refuses "sns:*" in it.
  topic_actions = [
    "sns:AddPermission",
    "sns:DeleteTopic",
    "sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:Publish",
    "sns:RemovePermission",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
  ]

  # AWS's own key for SNS; SNS has no encryption without KMS.
  key_of_sns = "alias/aws/sns"
}

resource "aws_sns_topic" "this" {
  for_each = var.topics

  name = local.topic_names[each.key]

  fifo_topic                  = each.value.fifo
  content_based_deduplication = each.value.content_based_deduplication
  fifo_throughput_scope       = each.value.fifo ? (each.value.high_throughput ? "MessageGroup" : "Topic") : null

  kms_master_key_id = each.value.kms_key_arn != null ? each.value.kms_key_arn : coalesce(var.kms_key_arn, local.key_of_sns)

  # SHA256 instead of SHA1.
  signature_version = 2

  tags = var.tags

  lifecycle {
    precondition {
      condition = each.value.kms_key_arn != null || var.kms_key_arn != null || alltrue([
        for principal in each.value.producers : split(":", principal)[4] == data.aws_caller_identity.current.account_id
      ])
      error_message = "The topic ${each.key} has a producer in another account, which cannot use AWS's own key for SNS: give the topic a kms_key_arn."
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  for_each = var.topics

  arn = aws_sns_topic.this[each.key].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "DenyWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = local.topic_actions
        Resource  = local.topic_arns[each.key]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for principals in [each.value.producers] : {
        Sid       = "AllowProducers"
        Effect    = "Allow"
        Principal = { AWS = sort(principals) }
        Action    = ["sns:Publish", "sns:GetTopicAttributes"]
        Resource  = local.topic_arns[each.key]
      } if length(principals) > 0],
      [for principals in [each.value.consumers] : {
        Sid       = "AllowConsumers"
        Effect    = "Allow"
        Principal = { AWS = sort(principals) }
        Action    = ["sns:Subscribe"]
        Resource  = local.topic_arns[each.key]
        Condition = { StringEquals = { "sns:Protocol" = "sqs" } }
      } if length(principals) > 0],
    )
  })
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.subscriptions

  topic_arn            = aws_sns_topic.this[each.value.topic].arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.this[each.value.queue].arn
  raw_message_delivery = each.value.raw_message_delivery

  filter_policy       = each.value.filter_policy
  filter_policy_scope = each.value.filter_policy == null ? null : each.value.filter_policy_scope

  # What is published before the queue lets the topic send is lost.
  depends_on = [aws_sqs_queue_policy.this]
}
