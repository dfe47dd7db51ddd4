locals {
  flow_logs_count = var.flow_logs.enabled ? 1 : 0
  flow_logs_group = "/vpc/${var.name}/flow-logs"

  # "partition:logs:region:account" and the like, so that the policies can be read in the plan.
  here = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"
  logs = "arn:${data.aws_partition.current.partition}:logs:${local.here}:log-group"
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  count = local.flow_logs_count

  name              = local.flow_logs_group
  retention_in_days = var.flow_logs.log_retention_days
  kms_key_id        = var.flow_logs.kms_key_arn
  tags              = merge(var.tags, { Name = local.flow_logs_group })
}

resource "aws_iam_role" "flow_logs" {
  count = local.flow_logs_count

  # Roles belong to the whole account: the region lets the same name be used in another one.
  name                 = "${var.name}-${data.aws_region.current.name}-flow-logs"
  description          = "Delivers the flow logs of ${var.name} to CloudWatch"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "FlowLogsOfThisAccount"
        Effect    = "Allow"
        Principal = { Service = "vpc-flow-logs.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = {
          StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
          # The id of the flow log is not known before the role is there.
          ArnLike = { "aws:SourceArn" = "arn:${data.aws_partition.current.partition}:ec2:${local.here}:vpc-flow-log/*" }
        }
      },
    ]
  })
  tags = merge(var.tags, { Name = "${var.name}-flow-logs" })
}

resource "aws_iam_role_policy" "flow_logs" {
  count = local.flow_logs_count

  name = "deliver"
  role = aws_iam_role.flow_logs[0].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "WriteToTheGroup"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = ["${local.logs}:${local.flow_logs_group}", "${local.logs}:${local.flow_logs_group}:*"]
      },
      {
        Sid      = "FindTheGroup"
        Effect   = "Allow"
        Action   = ["logs:DescribeLogGroups"]
        Resource = ["${local.logs}:*"]
      },
    ]
  })
}

resource "aws_flow_log" "this" {
  count = local.flow_logs_count

  vpc_id                   = aws_vpc.this.id
  traffic_type             = var.flow_logs.traffic
  max_aggregation_interval = var.flow_logs.aggregation_seconds
  log_destination_type     = "cloud-watch-logs"
  log_destination          = aws_cloudwatch_log_group.flow_logs[0].arn
  iam_role_arn             = aws_iam_role.flow_logs[0].arn
  tags                     = merge(var.tags, { Name = var.name })

  # Without it, the first records are refused.
  depends_on = [aws_iam_role_policy.flow_logs]
}
