# The first two are local to the provider; the account is part of the trust and the key's policy.
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  account   = data.aws_caller_identity.current.account_id

  # Made from the name, so that the policies can be read in the plan.
  cluster_arn      = "arn:${local.partition}:eks:${local.region}:${local.account}:cluster/${var.name}"
  cluster_role_arn = "arn:${local.partition}:iam::${local.account}:role/${local.cluster_role_name}"

  # Roles belong to the whole account: the region lets the same name be used in another one.
  cluster_role_name = "${var.name}-${local.region}-cluster"
  node_role_name    = "${var.name}-${local.region}-nodes"
}

resource "aws_eks_cluster" "this" {
  name     = var.name
  version  = var.kubernetes_version
  role_arn = aws_iam_role.cluster.arn

  # Add-ons come from `addons`, in versions that can be seen; EKS would put in others beside them.
  bootstrap_self_managed_addons = false

  enabled_cluster_log_types = var.control_plane_logs.types

  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  vpc_config {
    subnet_ids              = var.subnet_ids
    security_group_ids      = [aws_security_group.endpoint.id]
    endpoint_private_access = true
    endpoint_public_access  = length(var.public_endpoint_cidrs) > 0
    public_access_cidrs     = length(var.public_endpoint_cidrs) > 0 ? values(var.public_endpoint_cidrs) : null
  }

  dynamic "kubernetes_network_config" {
    for_each = var.service_cidr[*]

    content {
      service_ipv4_cidr = kubernetes_network_config.value
    }
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = var.create_kms_key ? aws_kms_key.secrets[0].arn : var.kms_key_arn
    }
  }

  upgrade_policy {
    support_type = upper(var.support)
  }

  tags = merge(var.tags, { Name = var.name })

  # Without its permissions the control plane cannot be made or deleted; without the group EKS makes one that keeps logs for ever.
  depends_on = [
    aws_iam_role_policy_attachment.cluster,
    aws_iam_role_policy.cluster_key,
    aws_cloudwatch_log_group.control_plane,
  ]
}

resource "aws_cloudwatch_log_group" "control_plane" {
  name              = "/aws/eks/${var.name}/cluster"
  retention_in_days = var.control_plane_logs.log_retention_days
  kms_key_id        = var.control_plane_logs.kms_key_arn
  tags              = merge(var.tags, { Name = "/aws/eks/${var.name}/cluster" })
}

resource "aws_kms_key" "secrets" {
  count = var.create_kms_key ? 1 : 0

  description             = "Secrets of the cluster ${var.name}"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "PoliciesOfTheAccountCount"
        Effect    = "Allow"
        Principal = { AWS = "arn:${local.partition}:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "ControlPlane"
        Effect    = "Allow"
        Principal = { AWS = local.cluster_role_arn }
        Action    = local.key_actions
        Resource  = "*"
      },
    ]
  })
  tags = merge(var.tags, { Name = "${var.name}-secrets" })

  # KMS refuses a policy that names a role which does not exist.
  depends_on = [aws_iam_role.cluster]
}

resource "aws_kms_alias" "secrets" {
  count = var.create_kms_key ? 1 : 0

  name          = "alias/${var.name}-secrets"
  target_key_id = aws_kms_key.secrets[0].key_id
}

# Stands between those who may call the private endpoint and the control plane; nodes have the group that EKS makes.
resource "aws_security_group" "endpoint" {
  name        = "${var.name}-endpoint"
  description = "Endpoint of the cluster ${var.name}"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-endpoint" })
}

resource "aws_vpc_security_group_ingress_rule" "security_groups" {
  for_each = var.allowed_security_groups

  security_group_id            = aws_security_group.endpoint.id
  description                  = each.key
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  tags                         = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_security_group_ingress_rule" "cidrs" {
  for_each = var.allowed_cidrs

  security_group_id = aws_security_group.endpoint.id
  description       = each.key
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
