# The account is part of the trust; the partition is local to the provider.
data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id

  # Made from the name, so that policies with it can be read in the plan.
  arn = "arn:${data.aws_partition.current.partition}:iam::${local.account_id}:role${var.path}${var.name}"

  # Services that do not say for which account they act: AWS lets them use only roles of the account in which the machine or cluster is.
  services_without_source = ["ec2.amazonaws.com", "ec2.amazonaws.com.cn", "eks.amazonaws.com"]

  # The identity of a pod passes tags with its session.
  services_with_tags = ["pods.eks.amazonaws.com"]

  source_condition = merge(
    { StringEquals = { "aws:SourceAccount" = local.account_id } },
    length(var.trust.source_arns) == 0 ? {} : { ArnLike = { "aws:SourceArn" = sort(var.trust.source_arns) } },
  )

  principal_sids = { for name in keys(var.trust.principals) : name => join("", [for word in split("-", name) : title(word)]) }

  # Names the claims of the tokens.
  oidc_issuer = try(replace(var.trust.oidc.provider_arn, "/^arn:[a-z-]+:iam::[0-9]+:oidc-provider\\//", ""), "")

  trust_statements = concat(
    [for services in [sort([for service in var.trust.services : service if contains(local.services_without_source, service)])] : {
      Sid       = "ServicesOfTheAccountItself"
      Effect    = "Allow"
      Principal = { Service = services }
      Action    = ["sts:AssumeRole"]
    } if length(services) > 0],
    [for services in [sort([for service in var.trust.services : service if !contains(concat(local.services_without_source, local.services_with_tags), service)])] : {
      Sid       = "Services"
      Effect    = "Allow"
      Principal = { Service = services }
      Action    = ["sts:AssumeRole"]
      Condition = local.source_condition
    } if length(services) > 0],
    [for services in [sort([for service in var.trust.services : service if contains(local.services_with_tags, service)])] : {
      Sid       = "ServicesWithTags"
      Effect    = "Allow"
      Principal = { Service = services }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = local.source_condition
    } if length(services) > 0],
    [for name, principal in var.trust.principals : merge(
      {
        Sid       = "Principal${local.principal_sids[name]}"
        Effect    = "Allow"
        Principal = { AWS = principal.arn }
        Action    = ["sts:AssumeRole"]
      },
      principal.external_id == null ? {} : { Condition = { StringEquals = { "sts:ExternalId" = principal.external_id } } },
    )],
    # Of no use without the statement before, and decided without the external id, which only the assuming itself has.
    [for name, principal in var.trust.principals : {
      Sid       = "Tags${local.principal_sids[name]}"
      Effect    = "Allow"
      Principal = { AWS = principal.arn }
      Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
    } if principal.session_tags],
    [for oidc in var.trust.oidc[*] : {
      Sid       = "WebIdentity"
      Effect    = "Allow"
      Principal = { Federated = oidc.provider_arn }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = { "${local.oidc_issuer}:aud" = oidc.audience }
        StringLike   = { "${local.oidc_issuer}:sub" = sort(oidc.subjects) }
      }
    }],
  )

  permission_statements = [
    for name, entry in var.permissions : merge(
      {
        Sid      = join("", [for word in split("-", name) : title(word)])
        Effect   = entry.effect
        Action   = sort(entry.actions)
        Resource = entry.any_resource ? ["*"] : sort(entry.resources)
      },
      length(entry.conditions) == 0 ? {} : { Condition = entry.conditions },
    )
  ]

  permissions_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.permission_statements
  })
}

resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.path
  description          = coalesce(var.description, "Role ${var.name}")
  max_session_duration = var.session_duration_seconds
  permissions_boundary = var.permissions_boundary_arn
  tags                 = merge(var.tags, { Name = var.name })

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.trust_statements
  })
}

resource "aws_iam_role_policy" "this" {
  count = length(var.permissions) > 0 ? 1 : 0

  name   = "permissions"
  role   = aws_iam_role.this.name
  policy = local.permissions_policy

  lifecycle {
    precondition {
      condition     = length(local.permissions_policy) <= 10240
      error_message = "The permissions are longer than the 10240 characters that AWS allows in a role: move some into a managed policy."
    }
  }
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.this.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = var.instance_profile ? 1 : 0

  name = aws_iam_role.this.name
  path = var.path
  role = aws_iam_role.this.name
  tags = merge(var.tags, { Name = var.name })
}
