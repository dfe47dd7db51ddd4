# The most that builds, and every role that they make, can ever be allowed. A boundary grants nothing by itself, so that it allows in general
# and denies what must not happen: gaining rights, touching what runs and watches the builds, leaving the regions.
locals {
  protected_roles    = [for role in ["apply", "plan", "portal"] : "${local.iam}:role/${var.name}-${role}"]
  protected_policies = "${local.iam}:policy/${var.name}-*"

  protected_storage = local.in_runner ? flatten([for arn in [local.runner.artifacts, local.runner.state] : [arn, "${arn}/*"]]) : []

  # Whatever is done to these is done by whoever set the runner up.
  protected_parts = local.in_runner ? concat(
    flatten(values(local.project_arns)),
    var.runner.event_arns,
    compact([local.runner.lock_table]),
    var.runner.image_repositories,
  ) : []

  # What opens everything that the portal sealed is none of a build's business, not even to decrypt with.
  untouchable = concat(var.protected_arns, compact([try(var.portal.sealing_key_arn, null)]))

  boundary_statements = concat(
    [
      {
        Sid       = "CeilingNotGrant"
        Effect    = "Allow"
        NotAction = ["account:*", "iam:*", "organizations:*"]
        Resource  = "*"
      },
      {
        Sid      = "CeilingForIdentities"
        Effect   = "Allow"
        Action   = ["iam:Get*", "iam:List*"]
        Resource = "*"
      },
      {
        Sid      = "CeilingForOwnRoles"
        Effect   = "Allow"
        Action   = ["iam:SimulatePrincipalPolicy"]
        Resource = values(local.role_arns)
      },
      {
        Sid    = "CeilingForRoles"
        Effect = "Allow"
        Action = [
          "iam:AddRoleToInstanceProfile", "iam:AttachRolePolicy", "iam:CreateInstanceProfile", "iam:CreateOpenIDConnectProvider", "iam:CreateRole",
          "iam:CreateServiceLinkedRole", "iam:DeleteInstanceProfile", "iam:DeleteOpenIDConnectProvider", "iam:DeleteRole", "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy", "iam:PassRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:RemoveRoleFromInstanceProfile",
          "iam:TagInstanceProfile", "iam:TagOpenIDConnectProvider", "iam:TagRole", "iam:UntagInstanceProfile", "iam:UntagOpenIDConnectProvider",
          "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateOpenIDConnectProviderThumbprint", "iam:UpdateRole", "iam:UpdateRoleDescription",
        ]
        Resource = [for type in ["instance-profile", "oidc-provider", "role"] : "${local.iam}:${type}/*"]
      },
      {
        Sid       = "DenyRolesWithoutBoundary"
        Effect    = "Deny"
        Action    = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"]
        Resource  = "*"
        Condition = { StringNotEquals = { "iam:PermissionsBoundary" = local.boundary_arn } }
      },
      {
        Sid       = "DenyOwnRolesAndPolicies"
        Effect    = "Deny"
        NotAction = ["iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"]
        Resource  = concat(local.protected_roles, [local.protected_policies])
      },
      # A made role could otherwise become a stronger one that trusts the whole account. The own roles stand here so that there is a
      # list without prefixes too: they are out of reach as it is.
      {
        Sid         = "DenyBecomingOthers"
        Effect      = "Deny"
        Action      = "sts:AssumeRole"
        NotResource = concat(local.protected_roles, [for prefix in var.name_prefixes : "arn:${local.partition}:iam::*:role/${prefix}*"])
        Condition   = { ArnNotEquals = { "aws:PrincipalArn" = values(local.role_arns) } }
      },
    ],
    [
      for arns in [local.untouchable] : {
        Sid      = "DenyProtected"
        Effect   = "Deny"
        Action   = "*"
        Resource = arns
      } if length(arns) > 0
    ],
    [
      # The portal's role carries no boundary, so that it need not be named here.
      for storage in [local.protected_storage] : {
        Sid       = "DenyStorageToOthers"
        Effect    = "Deny"
        Action    = "s3:*"
        Resource  = storage
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = values(local.role_arns) } }
      } if length(storage) > 0
    ],
    [
      for storage in [local.protected_storage] : {
        Sid       = "DenyChangesOfStorage"
        Effect    = "Deny"
        NotAction = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"]
        Resource  = storage
      } if length(storage) > 0
    ],
    [
      for parts in [local.protected_parts] : {
        Sid    = "DenyChangesOfRunner"
        Effect = "Deny"
        NotAction = [
          "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ]
        Resource = parts
      } if length(parts) > 0
    ],
    [
      for log_group in compact([try(local.runner.log_group, null)]) : {
        Sid       = "DenyChangesOfLogs"
        Effect    = "Deny"
        NotAction = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource  = [log_group, "${log_group}:*"]
      }
    ],
    [
      for kms_key in compact([try(local.runner.kms_key, null)]) : merge(
        {
          Sid       = "DenyChangesOfKey"
          Effect    = "Deny"
          NotAction = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
          Resource  = kms_key
        },
        { for key, condition in { Condition = local.kms_condition } : key => condition if length(condition) > 0 },
      )
    ],
    [
      for alias in compact([try(var.runner.kms_key_alias, null)]) : {
        Sid      = "DenyChangesOfAlias"
        Effect   = "Deny"
        Action   = "kms:*"
        Resource = "arn:${local.partition}:kms:${local.region}:${local.account_id}:${alias}"
      }
    ],
    [
      for regions in [var.regions] : {
        Sid       = "DenyOtherRegions"
        Effect    = "Deny"
        NotAction = ["cloudfront:*", "globalaccelerator:*", "iam:*", "route53:*", "sts:*", "support:*", "waf:*"]
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:RequestedRegion" = regions } }
      } if length(regions) > 0
    ],
  )
}

resource "aws_iam_policy" "boundary" {
  name        = "${var.name}-boundary"
  description = "The most that builds of ${var.name}, and the roles that they make, can ever be allowed"
  policy      = jsonencode({ Version = "2012-10-17", Statement = local.boundary_statements })
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(jsonencode({ Version = "2012-10-17", Statement = local.boundary_statements })) <= 6144
      error_message = "The boundary has at most 6144 characters: give shorter names, or a runner of its own for some versions."
    }
  }
}
