# Made from names and known in the plan, for whoever refers to them, and given out when what they name is there.
output "portal_role_arn" {
  description = "ARN of the role that the portal assumes, null without a portal."
  value       = var.portal == null ? null : "${local.iam}:role/${var.name}-portal"
  depends_on  = [aws_iam_role.portal, aws_iam_role_policy.portal, aws_iam_role_policy_attachment.portal_targets]
}

# CodeBuild refuses a project in a network while its role lacks permissions.
output "plan_role_arn" {
  description = "ARN of the role of plans: for codebuild-runner in a runner account, for `targets` of the runner account in a target account."
  value       = local.role_arns.plan
  depends_on  = [aws_iam_role.this, aws_iam_role_policy.build, aws_iam_role_policy.network]
}

output "apply_role_arn" {
  description = "ARN of the role of applies, for the same."
  value       = local.role_arns.apply
  depends_on  = [aws_iam_role.this, aws_iam_role_policy.build, aws_iam_role_policy.network]
}

output "boundary_arn" {
  description = "ARN of the boundary, which every role that an apply makes must carry."
  value       = local.boundary_arn
  depends_on  = [aws_iam_policy.boundary]
}
