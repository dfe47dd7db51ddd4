locals {
  sizes = {
    small  = "t3.medium"
    medium = "m6i.large"
    large  = "m6i.xlarge"
    xlarge = "m6i.2xlarge"
  }

  machine_types = { for name, group in var.node_groups : name => coalescelist(group.machine_types, [local.sizes[group.size]]) }

  # Families with Graviton processors have a "g" after their generation: t4g, m7gd, im4gn.
  image_types = { for name, types in local.machine_types : name => can(regex("^([a-z]+[0-9]+g[a-z]*|a1)[.]", types[0])) ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD" }

  # Run on every node, and a node is not ready without them; the others wait for nodes.
  node_addons = ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"]
}

resource "aws_eks_addon" "nodes" {
  for_each = { for name, addon in var.addons : name => addon if contains(local.node_addons, name) }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dynamic "pod_identity_association" {
    for_each = each.value.service_account_roles

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in var.addons : name => addon if !contains(local.node_addons, name) }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  configuration_values        = each.value.configuration
  resolve_conflicts_on_create = "OVERWRITE"
  resolve_conflicts_on_update = "OVERWRITE"
  tags                        = merge(var.tags, { Name = "${var.name}-${each.key}" })

  dynamic "pod_identity_association" {
    for_each = each.value.service_account_roles

    content {
      service_account = pod_identity_association.key
      role_arn        = pod_identity_association.value
    }
  }

  depends_on = [aws_eks_node_group.this]
}

resource "aws_launch_template" "this" {
  for_each = var.node_groups

  name                   = "${var.name}-${each.key}"
  description            = "Nodes of the group ${each.key} of the cluster ${var.name}"
  update_default_version = true

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = each.value.disk_size_gb
      encrypted             = true
      kms_key_id            = var.node_disk_kms_key_arn
      delete_on_termination = true
    }
  }

  # One hop only: pods must not take the node's role. They get roles of their own by Pod Identity or the OIDC provider.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
    instance_metadata_tags      = "disabled"
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "volume", "network-interface"]

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_eks_node_group" "this" {
  for_each = var.node_groups

  cluster_name           = aws_eks_cluster.this.name
  node_group_name_prefix = "${each.key}-"
  version                = aws_eks_cluster.this.version
  node_role_arn          = aws_iam_role.nodes.arn
  subnet_ids             = var.subnet_ids

  ami_type       = local.image_types[each.key]
  capacity_type  = each.value.spot ? "SPOT" : "ON_DEMAND"
  instance_types = local.machine_types[each.key]
  labels         = each.value.labels

  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].latest_version
  }

  scaling_config {
    min_size     = each.value.min_size
    max_size     = each.value.max_size
    desired_size = coalesce(each.value.desired_size, each.value.min_size)
  }

  update_config {
    max_unavailable_percentage = 33
  }

  dynamic "taint" {
    for_each = each.value.taints

    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = { NoSchedule = "NO_SCHEDULE", PreferNoSchedule = "PREFER_NO_SCHEDULE", NoExecute = "NO_EXECUTE" }[taint.value.effect]
    }
  }

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  lifecycle {
    # Pods move to the new nodes before the old ones go; that needs a name that is not taken yet.
    create_before_destroy = true

    # An autoscaler in the cluster changes it.
    ignore_changes = [scaling_config[0].desired_size]
  }

  # A node without them does not become ready, and without the policies it cannot be taken away in order.
  depends_on = [
    aws_iam_role_policy_attachment.nodes,
    aws_eks_addon.nodes,
  ]
}
