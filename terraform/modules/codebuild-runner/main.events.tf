# Events only wake the portal up. They may be late, twice or lost, so that what a build's status is, it always asks CodeBuild.
locals {
  queue_names = {
    builds = "${var.name}-builds"
    failed = "${var.name}-builds-failed"
  }
  queue_arns = { for key, name in local.queue_names : key => "arn:${local.partition}:sqs:${local.region}:${local.account_id}:${name}" }
  rule_arn   = "arn:${local.partition}:events:${local.region}:${local.account_id}:rule/${local.queue_names.builds}"
}

resource "aws_cloudwatch_event_rule" "this" {
  name        = local.queue_names.builds
  description = "Builds of ${var.name} that began, ended or were stopped"
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.codebuild"]
    detail-type = ["CodeBuild Build State Change"]
    detail      = { project-name = keys(local.projects) }
  })
}

resource "aws_cloudwatch_event_target" "this" {
  rule = aws_cloudwatch_event_rule.this.name
  arn  = aws_sqs_queue.builds.arn

  retry_policy {
    maximum_event_age_in_seconds = 3600
    maximum_retry_attempts       = 10
  }

  dead_letter_config {
    arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_sqs_queue" "builds" {
  name                       = local.queue_names.builds
  message_retention_seconds  = 86400
  visibility_timeout_seconds = 60
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true
  tags                       = merge(var.tags, { Name = local.queue_names.builds })

  redrive_policy = jsonencode({
    deadLetterTargetArn = local.queue_arns.failed
    maxReceiveCount     = 5
  })

  # The redrive policy names it by an ARN that does not depend on it.
  depends_on = [aws_sqs_queue.failed]
}

resource "aws_sqs_queue" "failed" {
  name                      = local.queue_names.failed
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = merge(var.tags, { Name = local.queue_names.failed })

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arns.builds]
  })
}

resource "aws_sqs_queue_policy" "this" {
  for_each = {
    builds = aws_sqs_queue.builds.id
    failed = aws_sqs_queue.failed.id
  }

  queue_url = each.value
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.queue_arns[each.key]
        Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arn } }
      },
      {
        Sid       = "DenyWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = local.queue_arns[each.key]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}
