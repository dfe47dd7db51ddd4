# Local to the provider: asks nothing of AWS.
data "aws_partition" "current" {}

# Local to the provider: asks nothing of AWS.
data "aws_region" "current" {}

# Policies need the account.
data "aws_caller_identity" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  region     = data.aws_region.current.name
  account_id = data.aws_caller_identity.current.account_id

  # ARNs are made from names, so that every policy can be read in the plan.
  iam          = "arn:${local.partition}:iam::${local.account_id}"
  role_arns    = { for phase in ["plan", "apply"] : phase => "${local.iam}:role/${var.name}-${phase}" }
  boundary_arn = "${local.iam}:policy/${var.name}-boundary"

  in_runner = var.role == "runner"
}

# As this, a phase does what it does: in a runner account CodeBuild runs the build as it, in a target account the build enters as it.
resource "aws_iam_role" "this" {
  for_each = local.role_arns

  name                 = "${var.name}-${each.key}"
  description          = local.in_runner ? "Builds of Terraform ${each.key == "plan" ? "plans" : "applies"}" : "Terraform ${each.key == "plan" ? "plans" : "applies"} of another account's builds"
  assume_role_policy   = local.trust_policies[each.key]
  permissions_boundary = local.boundary_arn
  max_session_duration = local.session_seconds[each.key]
  tags                 = var.tags

  lifecycle {
    precondition {
      condition     = length([for name in keys(aws_iam_policy.sets) : name if startswith(name, "apply-")]) <= var.managed_policy_quota
      error_message = "Permission sets and what they share are more policies than AWS attaches to a role: name fewer, or have the quota raised and say so in managed_policy_quota."
    }

    precondition {
      condition     = length(local.trust_policies[each.key]) <= 2048
      error_message = "A trust policy has at most 2048 characters: name fewer portal_role_arns."
    }
  }

  depends_on = [aws_iam_policy.boundary]
}

locals {
  session_seconds = {
    for phase in keys(local.role_arns) : phase => local.in_runner ? max(3600, 60 * (phase == "plan" ? var.runner.plan_timeout : var.runner.apply_timeout)) : 3600
  }

  trust_policies = {
    for phase in keys(local.role_arns) : phase => local.in_runner ? jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "Builds"
          Effect    = "Allow"
          Principal = { Service = "codebuild.amazonaws.com" }
          Action    = "sts:AssumeRole"
          Condition = {
            StringEquals = { "aws:SourceAccount" = local.account_id }
            ArnEquals    = { "aws:SourceArn" = local.project_arns[phase] }
          }
        },
      ]
      }) : jsonencode({
      Version   = "2012-10-17"
      Statement = local.target_trust[phase]
    })
  }
}
