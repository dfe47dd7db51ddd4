# What the portal may do: start the runner's builds as they are, follow them, and exchange things with them.
locals {
  # The fields of StartBuild that could turn a build into another one. Each is a statement of its own, since conditions of one add up.
  # CodeBuild has no keys for timeouts, which can only shorten or lengthen a build.
  forbidden_overrides = [
    "artifacts", "autoRetryLimit", "cache", "encryptionKey", "environment.certificate", "environment.computeType", "environment.fleet.fleetArn",
    "environment.image", "environment.imagePullCredentialsType", "environment.privilegedMode", "environment.registryCredential", "environment.type",
    "logsConfig", "secondaryArtifacts", "secondarySources", "serviceRole", "source", "source.auth.type", "source.buildspec", "source.insecureSsl",
    "source.location",
  ]

  portal_statements = flatten([for runner in local.runner[*] : concat(
    [
      {
        Sid      = "RunBuilds"
        Effect   = "Allow"
        Action   = ["codebuild:BatchGetBuilds", "codebuild:ListBuildsForProject", "codebuild:StartBuild", "codebuild:StopBuild"]
        Resource = flatten(values(local.project_arns))
      },
      {
        Sid       = "DenyOtherVariables"
        Effect    = "Deny"
        Action    = ["codebuild:StartBuild"]
        Resource  = ["*"]
        Condition = { "ForAnyValue:StringNotEquals" = { "codebuild:environment.environmentVariables.name" = "RUN_MANIFEST" } }
      },
      {
        Sid       = "DenyOtherManifests"
        Effect    = "Deny"
        Action    = ["codebuild:StartBuild"]
        Resource  = ["*"]
        Condition = { StringNotLike = { "codebuild:environment.environmentVariables/RUN_MANIFEST.value" = "s3://${var.runner.artifact_bucket}/runs/*" } }
      },
      {
        Sid      = "ExchangeArtifacts"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
        Resource = ["${runner.artifacts}/runs/*"]
      },
      # With it, a result that is not there yet is "not found" and not "forbidden".
      {
        Sid      = "FindArtifacts"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [runner.artifacts]
      },
      {
        Sid       = "UseKeyForArtifacts"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [runner.kms_key]
        Condition = merge(local.kms_condition, { StringEquals = { "kms:ViaService" = "s3.${local.region}.${local.dns_suffix}" } })
      },
      {
        Sid      = "ReadLogs"
        Effect   = "Allow"
        Action   = ["logs:GetLogEvents"]
        Resource = ["${runner.log_group}:*"]
      },
      {
        Sid      = "HearOfBuilds"
        Effect   = "Allow"
        Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        Resource = [runner.queue]
      },
    ],
    [
      for key in local.forbidden_overrides : {
        Sid       = "Deny${join("", [for word in split(".", key) : "${upper(substr(word, 0, 1))}${substr(word, 1, -1)}"])}"
        Effect    = "Deny"
        Action    = ["codebuild:StartBuild"]
        Resource  = ["*"]
        Condition = { Null = { "codebuild:${key}" = "false" } }
      }
    ],
    [
      for arn in try(var.portal.read_state, false) ? [runner.state] : [] : {
        Sid      = "ReadState"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"]
        Resource = [arn, "${arn}/*"]
      }
    ],
  )])
}

resource "aws_iam_role" "portal" {
  count = var.portal == null ? 0 : 1

  name                 = "${var.name}-portal"
  description          = "The portal: starts and follows builds"
  max_session_duration = 3600
  tags                 = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "MachinesOfPortal"
        Effect    = "Allow"
        Principal = { AWS = sort(var.portal.role_arns) }
        Action    = "sts:AssumeRole"
      },
    ]
  })
}

resource "aws_iam_role_policy" "portal" {
  count = var.portal == null ? 0 : 1

  name   = "portal"
  role   = aws_iam_role.portal[0].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.portal_statements })
}
