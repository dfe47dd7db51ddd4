mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name               = "payments"
  kubernetes_version = "1.33"
  vpc_id             = "vpc-0a1b2c3d4e5f67890"
  subnet_ids         = ["subnet-0a1b2c3d4e5f67890", "subnet-0f1e2d3c4b5a69788"]
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "The endpoint is private."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.cidrs) + length(aws_vpc_security_group_ingress_rule.security_groups) == 0
    error_message = "Only nodes call the endpoint."
  }

  assert {
    condition     = aws_eks_cluster.this.access_config[0].authentication_mode == "API" && !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions
    error_message = "Access is by entries only, also for whoever made the cluster."
  }

  assert {
    condition     = aws_eks_cluster.this.encryption_config[0].resources == toset(["secrets"]) && aws_kms_key.secrets[0].enable_key_rotation && aws_kms_key.secrets[0].deletion_window_in_days == 30
    error_message = "Secrets are encrypted with a key of their own, which rotates."
  }

  assert {
    condition     = aws_eks_cluster.this.enabled_cluster_log_types == toset(["api", "audit", "authenticator", "controllerManager", "scheduler"]) && aws_cloudwatch_log_group.control_plane.retention_in_days == 90 && aws_cloudwatch_log_group.control_plane.name == "/aws/eks/payments/cluster"
    error_message = "All logs of the control plane are kept, for 90 days."
  }

  assert {
    condition     = aws_eks_cluster.this.upgrade_policy[0].support_type == "STANDARD" && aws_eks_cluster.this.version == "1.33" && !aws_eks_cluster.this.bootstrap_self_managed_addons
    error_message = "The version is the given one, and EKS puts nothing in by itself."
  }

  assert {
    condition     = keys(aws_eks_addon.nodes) == ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"] && keys(aws_eks_addon.this) == ["coredns"]
    error_message = "What nodes need comes before them, the rest after them."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.this) == 1 && aws_iam_openid_connect_provider.this[0].client_id_list == toset(["sts.amazonaws.com"])
    error_message = "IAM trusts tokens of the cluster that are meant for it."
  }

  assert {
    condition     = length(aws_eks_access_entry.this) == 0
    error_message = "Nobody has access that was not given."
  }
}

run "nodes_are_private_and_encrypted" {
  command = plan

  assert {
    condition = alltrue([
      aws_launch_template.this["general"].metadata_options[0].http_tokens == "required",
      aws_launch_template.this["general"].metadata_options[0].http_put_response_hop_limit == 1,
      one(one(aws_launch_template.this["general"].block_device_mappings).ebs).encrypted == "true",
      one(one(aws_launch_template.this["general"].block_device_mappings).ebs).volume_size == 50,
      aws_launch_template.this["general"].key_name == null,
    ])
    error_message = "Disks are encrypted, metadata needs a token and does not reach pods, and there are no keys."
  }

  assert {
    condition = alltrue([
      aws_eks_node_group.this["general"].ami_type == "AL2023_x86_64_STANDARD",
      aws_eks_node_group.this["general"].capacity_type == "ON_DEMAND",
      aws_eks_node_group.this["general"].instance_types == tolist(["m6i.large"]),
      aws_eks_node_group.this["general"].version == "1.33",
      aws_eks_node_group.this["general"].scaling_config[0].desired_size == 2,
      length(aws_eks_node_group.this["general"].remote_access) == 0,
    ])
    error_message = "Two medium nodes of the cluster's version, without SSH."
  }

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.nodes : name => attachment.policy_arn } == { for name in ["AmazonEC2ContainerRegistryPullOnly", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy"] : name => "arn:aws:iam::aws:policy/${name}" }
    error_message = "Nodes may join, pull images and connect pods, and no more."
  }
}

run "trust_and_key_are_about_this_cluster" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.cluster.assume_role_policy).Statement == [{
      Sid       = "ThisCluster"
      Effect    = "Allow"
      Principal = { Service = "eks.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnEquals    = { "aws:SourceArn" = "arn:aws:eks:eu-west-1:111122223333:cluster/payments" }
      }
    }]
    error_message = "Only this cluster's control plane takes its role."
  }

  assert {
    condition = { for statement in jsondecode(aws_kms_key.secrets[0].policy).Statement : statement.Sid => [statement.Principal.AWS, statement.Action] } == {
      PoliciesOfTheAccountCount = ["arn:aws:iam::111122223333:root", "kms:*"]
      ControlPlane              = ["arn:aws:iam::111122223333:role/payments-eu-west-1-cluster", ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"]]
    }
    error_message = "The key's policy lets the account's policies count, and the control plane use it."
  }

  assert {
    condition     = jsondecode(aws_iam_role.nodes.assume_role_policy).Statement[0].Principal == { Service = "ec2.amazonaws.com" } && aws_iam_role.nodes.name == "payments-eu-west-1-nodes"
    error_message = "Machines take the nodes' role."
  }
}

run "own_key" {
  command = plan

  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition     = length(aws_kms_key.secrets) + length(aws_kms_alias.secrets) == 0 && aws_eks_cluster.this.encryption_config[0].provider[0].key_arn == var.kms_key_arn && output.kms_key_arn == var.kms_key_arn
    error_message = "The given key encrypts secrets, and no other is made."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.cluster_key[0].policy).Statement == [{ Sid = "Secrets", Effect = "Allow", Action = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"], Resource = var.kms_key_arn }]
    error_message = "The control plane may use that key only."
  }
}

run "inputs_reach_the_cluster" {
  command = plan

  variables {
    service_cidr             = "172.20.0.0/16"
    support                  = "extended"
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    oidc_provider            = false
    allowed_security_groups  = { runner = "sg-0a1b2c3d4e5f67890" }
    allowed_cidrs            = { office = "10.10.0.0/16" }
    public_endpoint_cidrs    = { office = "203.0.113.0/24", home = "198.51.100.7/32" }
    control_plane_logs       = { types = ["audit"], log_retention_days = 365, kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
    tags                     = { team = "payments" }
    addons = {
      vpc-cni                = { version = "v1.19.5-eksbuild.1", configuration = "{}" }
      eks-pod-identity-agent = {}
      aws-ebs-csi-driver     = { service_account_roles = { ebs-csi-controller-sa = "arn:aws:iam::111122223333:role/volumes" } }
    }
  }

  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && aws_eks_cluster.this.vpc_config[0].public_access_cidrs == toset(["198.51.100.7/32", "203.0.113.0/24"]) && aws_eks_cluster.this.vpc_config[0].endpoint_private_access
    error_message = "Named ranges call the public endpoint, beside the private one."
  }

  assert {
    condition = alltrue([
      { for name, rule in aws_vpc_security_group_ingress_rule.security_groups : name => "${rule.referenced_security_group_id} ${rule.from_port}-${rule.to_port}" } == { runner = "sg-0a1b2c3d4e5f67890 443-443" },
      { for name, rule in aws_vpc_security_group_ingress_rule.cidrs : name => "${rule.cidr_ipv4} ${rule.from_port}-${rule.to_port}" } == { office = "10.10.0.0/16 443-443" },
    ])
    error_message = "Those named may call the private endpoint."
  }

  assert {
    condition = alltrue([
      aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr == "172.20.0.0/16",
      aws_eks_cluster.this.upgrade_policy[0].support_type == "EXTENDED",
      aws_eks_cluster.this.enabled_cluster_log_types == toset(["audit"]),
      aws_cloudwatch_log_group.control_plane.retention_in_days == 365,
      aws_cloudwatch_log_group.control_plane.kms_key_id == var.control_plane_logs.kms_key_arn,
      length(aws_iam_openid_connect_provider.this) == 0,
      output.oidc_provider_arn == null,
    ])
    error_message = "The control plane is as given."
  }

  assert {
    condition = alltrue([
      aws_eks_addon.nodes["vpc-cni"].addon_version == "v1.19.5-eksbuild.1",
      aws_eks_addon.nodes["vpc-cni"].configuration_values == "{}",
      keys(aws_eks_addon.nodes) == ["eks-pod-identity-agent", "vpc-cni"],
      [for each in aws_eks_addon.this["aws-ebs-csi-driver"].pod_identity_association : "${each.service_account} ${each.role_arn}"] == ["ebs-csi-controller-sa arn:aws:iam::111122223333:role/volumes"],
      keys(aws_eks_addon.this) == ["aws-ebs-csi-driver"],
    ])
    error_message = "Add-ons are exactly those given, with their versions, settings and roles."
  }

  assert {
    condition     = aws_iam_role.cluster.permissions_boundary == var.permissions_boundary_arn && aws_iam_role.nodes.permissions_boundary == var.permissions_boundary_arn
    error_message = "Roles are limited by the given boundary."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_eks_cluster.this.tags, aws_cloudwatch_log_group.control_plane.tags, aws_kms_key.secrets[0].tags, aws_security_group.endpoint.tags, aws_iam_role.cluster.tags, aws_iam_role.nodes.tags],
      [for each in concat(values(aws_vpc_security_group_ingress_rule.cidrs), values(aws_vpc_security_group_ingress_rule.security_groups)) : each.tags],
      [for each in concat(values(aws_eks_addon.nodes), values(aws_eks_addon.this)) : each.tags],
      [for each in concat(values(aws_eks_node_group.this), values(aws_launch_template.this)) : each.tags],
      [for each in aws_launch_template.this["general"].tag_specifications : each.tags],
    ) : tags["team"] == "payments" && length(tags["Name"]) > 0])
    error_message = "Everything carries the caller's tags and a name, nodes and their disks too."
  }

  assert {
    condition     = toset([for each in aws_launch_template.this["general"].tag_specifications : each.resource_type]) == toset(["instance", "network-interface", "volume"])
    error_message = "Machines, disks and interfaces are tagged."
  }
}

run "inputs_reach_the_nodes" {
  command = plan

  variables {
    node_disk_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    node_groups = {
      general = { size = "large", min_size = 3, max_size = 9, desired_size = 4 }
      batch = {
        machine_types = ["m7g.xlarge", "c7gd.xlarge"]
        spot          = true
        min_size      = 0
        max_size      = 20
        disk_size_gb  = 100
        labels        = { workload = "batch" }
        taints        = [{ key = "workload", value = "batch", effect = "NoSchedule" }, { key = "spare", effect = "PreferNoSchedule" }]
      }
    }
  }

  assert {
    condition = alltrue([
      aws_eks_node_group.this["general"].instance_types == tolist(["m6i.xlarge"]),
      aws_eks_node_group.this["general"].node_group_name_prefix == "general-",
      aws_eks_node_group.this["general"].scaling_config[0].min_size == 3,
      aws_eks_node_group.this["general"].scaling_config[0].max_size == 9,
      aws_eks_node_group.this["general"].scaling_config[0].desired_size == 4,
    ])
    error_message = "Size and numbers are as given."
  }

  assert {
    condition = alltrue([
      aws_eks_node_group.this["batch"].ami_type == "AL2023_ARM_64_STANDARD",
      aws_eks_node_group.this["batch"].capacity_type == "SPOT",
      aws_eks_node_group.this["batch"].instance_types == tolist(["m7g.xlarge", "c7gd.xlarge"]),
      aws_eks_node_group.this["batch"].labels == tomap({ workload = "batch" }),
      toset([for taint in aws_eks_node_group.this["batch"].taint : "${taint.key} ${taint.effect}"]) == toset(["workload NO_SCHEDULE", "spare PREFER_NO_SCHEDULE"]),
      aws_eks_node_group.this["batch"].scaling_config[0].desired_size == 0,
    ])
    error_message = "Types win over the size and decide the processor; labels and taints are as given."
  }

  assert {
    condition     = one(one(aws_launch_template.this["batch"].block_device_mappings).ebs).volume_size == 100 && alltrue([for template in aws_launch_template.this : one(one(template.block_device_mappings).ebs).kms_key_id == var.node_disk_kms_key_arn])
    error_message = "Disks have their size and the given key."
  }
}

run "access_by_entries" {
  command = plan

  variables {
    access_entries = {
      platform  = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin" }
      developer = { principal_arn = "arn:aws:iam::111122223333:role/developer", preset = "edit", namespaces = ["payments"] }
      pipeline  = { principal_arn = "arn:aws:iam::111122223333:role/pipeline", kubernetes_groups = ["deployers"] }
    }
  }

  assert {
    condition     = { for name, entry in aws_eks_access_entry.this : name => entry.principal_arn } == { for name, entry in var.access_entries : name => entry.principal_arn } && aws_eks_access_entry.this["pipeline"].kubernetes_groups == toset(["deployers"])
    error_message = "Exactly those named have access."
  }

  assert {
    condition = { for name, association in aws_eks_access_policy_association.this : name => "${association.policy_arn} ${association.access_scope[0].type} ${join(",", coalesce(association.access_scope[0].namespaces, []))}" } == {
      platform  = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy cluster "
      developer = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy namespace payments"
    }
    error_message = "Presets apply where they were given, and groups only have no preset."
  }
}
