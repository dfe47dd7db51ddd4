# What the portal may do: start the runner's builds as they are, follow them, exchange things with them, look after states in S3, and enter
# other accounts where they let it.
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
      # A manifest holds secrets: the portal removes its very version, since a marker of deletion would leave it to be read.
      {
        Sid      = "ExchangeArtifacts"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
        Resource = ["${runner.artifacts}/runs/*"]
      },
      # Encrypted before they get here, for as long as the portal keeps them; no build reads them.
      {
        Sid      = "KeepLogs"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = ["${runner.artifacts}/logs/*"]
      },
      # With it, a result that is not there yet is "not found" and not "forbidden".
      {
        Sid      = "FindArtifacts"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = [runner.artifacts]
      },
      # No run is started while its state could be lost by being written over.
      {
        Sid      = "SeeWhetherStateIsVersioned"
        Effect   = "Allow"
        Action   = ["s3:GetBucketVersioning"]
        Resource = [runner.state]
      },
      # The same key encrypts states.
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
      for arn in local.portal_reads_state ? [runner.state] : [] : {
        Sid      = "ReadState"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"]
        Resource = [arn, "${arn}/*"]
      }
    ],
    # Under the keys that the portal gives to workspaces. Neither a state nor a version of one is ever deleted, and no lock is made.
    flatten([
      for arn in try(var.portal.write_state, false) ? [runner.state] : [] : [
        # Brought along when an environment begins to keep states here, or put back when a build could not save it.
        {
          Sid      = "PutState"
          Effect   = "Allow"
          Action   = ["s3:PutObject"]
          Resource = ["${arn}/workspaces/*/terraform.tfstate"]
        },
        # Left by a build that was ended from outside.
        {
          Sid      = "FreeLocks"
          Effect   = "Allow"
          Action   = ["s3:DeleteObject"]
          Resource = ["${arn}/workspaces/*/terraform.tfstate.tflock"]
        },
      ]
    ]),
    [
      # Bound to this use: what else the key encrypts stays closed.
      for key in compact([try(var.portal.sealing_key_arn, null)]) : {
        Sid       = "UseSealingKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = [key]
        Condition = { StringEquals = { "kms:EncryptionContext:planroom" = "sealing" } }
      }
    ],
  )])

  portal_reads_state = try(var.portal.read_state || var.portal.write_state, false)

  # An account's test also shows a wrong external id, which begins with "not-", to see that the account itself refuses it.
  portal_target_statements = concat(
    [
      for name, target in var.targets : {
        Sid       = "Enter${local.target_sids[name]}"
        Effect    = "Allow"
        Action    = ["sts:AssumeRole"]
        Resource  = [target.apply_role_arn, target.plan_role_arn]
        Condition = { StringLike = { "sts:ExternalId" = [target.external_id, "not-*"] } }
      }
    ],
    [
      for arns in [flatten([for target in values(var.targets) : [target.apply_role_arn, target.plan_role_arn]])] : {
        Sid      = "SayWhoAndWhatInTargets"
        Effect   = "Allow"
        Action   = ["sts:SetSourceIdentity", "sts:TagSession"]
        Resource = arns
      } if length(arns) > 0
    ],
  )
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

  lifecycle {
    precondition {
      condition     = length(jsonencode({ Version = "2012-10-17", Statement = local.portal_statements })) <= 10240
      error_message = "The policy of the portal's role has at most 10240 characters: give shorter names, or a runner of its own for some versions."
    }
  }
}

# Beside what it does in this account, since there is no room for both in the role itself.
resource "aws_iam_policy" "portal_targets" {
  count = var.portal == null || length(var.targets) == 0 ? 0 : 1

  name        = "${var.name}-portal-targets"
  description = "The other accounts that the portal of ${var.name} may enter"
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.portal_target_statements })
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(jsonencode({ Version = "2012-10-17", Statement = local.portal_target_statements })) <= 6144
      error_message = "The policy with the portal's targets has at most 6144 characters: name fewer targets, or give some of them a runner of their own."
    }
  }
}

resource "aws_iam_role_policy_attachment" "portal_targets" {
  count = length(aws_iam_policy.portal_targets)

  role       = aws_iam_role.portal[0].name
  policy_arn = "${local.iam}:policy/${aws_iam_policy.portal_targets[0].name}"
}
