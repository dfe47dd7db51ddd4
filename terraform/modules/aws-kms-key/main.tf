# The account is part of the key policy; the other two are local to the provider.
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name
  dns_suffix = data.aws_partition.current.dns_suffix
  here       = "${local.region}:${local.account_id}"

  # Services that call the key on behalf of whoever calls them.
  via_services = ["backup", "dynamodb", "ec2", "ecr", "elasticache", "elasticfilesystem", "es", "fsx", "kinesis", "lambda", "rds", "redshift", "s3", "secretsmanager", "sns", "sqs", "ssm"]

  # Those of them that go on using the key when the call is over, with a grant: volumes, tables, databases.
  grant_services = ["backup", "dynamodb", "ec2", "ecr", "elasticache", "elasticfilesystem", "es", "fsx", "lambda", "rds", "redshift"]

  # Services that call the key of their own accord and say for which account (aws:SourceAccount).
  own_services = {
    cloudwatch   = "cloudwatch.amazonaws.com"
    log-delivery = "delivery.logs.amazonaws.com"
    s3           = "s3.amazonaws.com"
    sns          = "sns.amazonaws.com"
  }

  # What a service encrypts it names in the encryption context; these narrow services that do not say for which account they act.
  topics = "arn:${local.partition}:sns:${local.here}:*"
  queues = "arn:${local.partition}:sqs:${local.here}:*"
  trails = "arn:${local.partition}:cloudtrail:*:${local.account_id}:trail/*"

  chosen_via   = [for service in local.via_services : "${service}.${local.region}.${local.dns_suffix}" if contains(var.services, service)]
  chosen_grant = [for service in local.grant_services : "${service}.${local.region}.${local.dns_suffix}" if contains(var.services, service)]
  chosen_own   = [for service, principal in local.own_services : principal if contains(var.services, service)]

  log_group_arns = [for group in length(var.log_groups) > 0 ? sort(var.log_groups) : ["*"] : "arn:${local.partition}:logs:${local.here}:log-group:${group}"]

  use_actions = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ]

  # All that there is to do with a key except to encrypt and decrypt with it.
  administer_actions = [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ReplicateKey",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
  ]

  # In a key policy, "*" is the key itself.
  people_statements = concat(
    # Without it, policies of roles say nothing about the key, and a key whose administrators are deleted is lost.
    [{
      Sid       = "AccountDecides"
      Effect    = "Allow"
      Principal = { AWS = "arn:${local.partition}:iam::${local.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }],
    [for principals in [sort(var.administrators)] : {
      Sid       = "Administer"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = local.administer_actions
      Resource  = "*"
    } if length(var.administrators) > 0],
    [for principals in [sort(var.users)] : {
      Sid       = "Use"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = local.use_actions
      Resource  = "*"
    } if length(var.users) > 0],
    # A volume or a database that a user makes keeps using the key; a grant to anybody but a service is not allowed.
    [for principals in [sort(var.users)] : {
      Sid       = "UseThroughServices"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"]
      Resource  = "*"
      Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
    } if length(var.users) > 0],
  )

  service_statements = concat(
    # As in the policies of AWS's own keys: who may use the service in this account may use the key through it, and only so.
    [for services in [local.chosen_via] : {
      Sid       = "ViaServices"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = local.use_actions
      Resource  = "*"
      Condition = { StringEquals = { "kms:CallerAccount" = local.account_id, "kms:ViaService" = services } }
    } if length(services) > 0],
    [for services in [local.chosen_grant] : {
      Sid       = "GrantsViaServices"
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["kms:CreateGrant"]
      Resource  = "*"
      Condition = {
        StringEquals = { "kms:CallerAccount" = local.account_id, "kms:ViaService" = services }
        Bool         = { "kms:GrantIsForAWSResource" = "true" }
      }
    } if length(services) > 0],
    [for principals in [local.chosen_own] : {
      Sid       = "ServicesOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = principals }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account_id } }
    } if length(principals) > 0],
    # EventBridge does not say for which account it sends to a topic or queue.
    [for key, arns in { "aws:sns:topicArn" = local.topics, "aws:sqs:arn" = local.queues } : {
      Sid                                  = "EventsTo${key == "aws:sqs:arn" ? "Queues" : "Topics"}"
      Effect                               = "Allow"
      Principal                            = { Service = "events.amazonaws.com" }
      Action                               = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource                             = "*"
      Condition                            = { ArnLike = { "kms:EncryptionContext:${key}" = arns } }
    } if contains(var.services, "events")],
    [for arns in [local.log_group_arns] : {
      Sid       = "Logs"
      Effect    = "Allow"
      Principal = { Service = "logs.${local.region}.${local.dns_suffix}" }
      Action    = local.use_actions
      Resource  = "*"
      Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = arns } }
    } if contains(var.services, "logs")],
    [for arns in [local.trails] : {
      Sid       = "TrailsEncrypt"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:GenerateDataKey"]
      Resource  = "*"
      Condition = { ArnLike = { "aws:SourceArn" = arns, "kms:EncryptionContext:aws:cloudtrail:arn" = arns } }
    } if contains(var.services, "cloudtrail")],
    # Looking at the key has no encryption context.
    [for arns in [local.trails] : {
      Sid       = "TrailsLookAtTheKey"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:DescribeKey"]
      Resource  = "*"
      Condition = { ArnLike = { "aws:SourceArn" = arns } }
    } if contains(var.services, "cloudtrail")],
  )
}

resource "aws_kms_key" "this" {
  description             = coalesce(var.description, "Key of ${var.name}")
  enable_key_rotation     = true
  rotation_period_in_days = var.rotation_period_days
  deletion_window_in_days = var.deletion_window_days
  multi_region            = var.multi_region
  tags                    = merge(var.tags, { Name = var.name })

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.people_statements, local.service_statements)
  })
}

resource "aws_kms_alias" "this" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.this.key_id
}
