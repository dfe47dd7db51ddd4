# Who enters the roles of a target account, and what these may see of themselves.
locals {
  # One statement says who comes, another who and what for: the second has no external id in its request.
  target_trust = {
    for phase in keys(local.role_arns) : phase => flatten([
      for sid, arns in local.in_runner ? {} : { BuildsOfRunner = [var.trusted["${phase}_role_arn"]], Portal = sort(distinct(var.trusted.portal_role_arns)) } : [
        {
          Sid       = sid
          Effect    = "Allow"
          Principal = { AWS = arns }
          Action    = "sts:AssumeRole"
          Condition = { StringEquals = { "sts:ExternalId" = var.trusted.external_id } }
        },
        # Who asked for a run stands in the trail of this account, and cannot be changed on the way.
        {
          Sid       = "WhoAndWhat${sid == "Portal" ? "OfPortal" : ""}"
          Effect    = "Allow"
          Principal = { AWS = arns }
          Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
        },
      ] if length(arns) > 0
    ])
  }
}

# *Test connection* looks from within one of the two roles at both, to say what is missing and whether the boundary is on.
resource "aws_iam_role_policy" "look" {
  for_each = local.in_runner ? {} : local.role_arns

  name = "look"
  role = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "SeeOwnRoles"
        Effect   = "Allow"
        Action   = ["iam:GetRole", "iam:SimulatePrincipalPolicy"]
        Resource = values(local.role_arns)
      },
    ]
  })
}
