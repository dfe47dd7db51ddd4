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

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "version_with_three_numbers" {
  command         = plan
  expect_failures = [var.kubernetes_version]
  variables {
    kubernetes_version = "1.33.1"
  }
}

run "vpc_by_name" {
  command         = plan
  expect_failures = [var.vpc_id]
  variables {
    vpc_id = "payments"
  }
}

run "one_subnet" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f67890"]
  }
}

run "subnets_by_name" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["private-a", "private-b"]
  }
}

run "services_in_too_small_a_range" {
  command         = plan
  expect_failures = [var.service_cidr]
  variables {
    service_cidr = "172.20.0.0/26"
  }
}

run "services_in_public_addresses" {
  command         = plan
  expect_failures = [var.service_cidr]
  variables {
    service_cidr = "52.20.0.0/16"
  }
}

run "group_by_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { runner = "runner" }
  }
}

run "range_with_a_host" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.10.3.0/16" }
  }
}

run "private_endpoint_for_everyone" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { all = "0.0.0.0/0" }
  }
}

run "public_range_with_a_host" {
  command         = plan
  expect_failures = [var.public_endpoint_cidrs]
  variables {
    public_endpoint_cidrs = { office = "203.0.113.7/24" }
  }
}

run "public_endpoint_for_everyone" {
  command         = plan
  expect_failures = [var.public_endpoint_cidrs]
  variables {
    public_endpoint_cidrs = { all = "0.0.0.0/0" }
  }
}

run "too_many_public_ranges" {
  command         = plan
  expect_failures = [var.public_endpoint_cidrs]
  variables {
    public_endpoint_cidrs = { for number in range(41) : "office-${number}" => "203.0.113.${number}/32" }
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    create_kms_key = false
    kms_key_arn    = "alias/payments"
  }
}

run "two_keys" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

run "no_key" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    create_kms_key = false
  }
}

run "unknown_log" {
  command         = plan
  expect_failures = [var.control_plane_logs]
  variables {
    control_plane_logs = { types = ["kubelet"] }
  }
}

run "retention_that_cloudwatch_does_not_know" {
  command         = plan
  expect_failures = [var.control_plane_logs]
  variables {
    control_plane_logs = { log_retention_days = 100 }
  }
}

run "key_of_logs_by_alias" {
  command         = plan
  expect_failures = [var.control_plane_logs]
  variables {
    control_plane_logs = { kms_key_arn = "alias/payments" }
  }
}

run "access_of_all_roles" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { all = { principal_arn = "arn:aws:iam::111122223333:role/*", preset = "view" } }
  }
}

run "principal_given_twice" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { a = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "view" }, b = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "edit" } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { platform = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "owner" } }
  }
}

run "access_to_nothing" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { platform = { principal_arn = "arn:aws:iam::111122223333:role/platform" } }
  }
}

run "administrator_of_one_namespace" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { platform = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin", namespaces = ["payments"] } }
  }
}

run "group_of_kubernetes" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { platform = { principal_arn = "arn:aws:iam::111122223333:role/platform", kubernetes_groups = ["system:masters"] } }
  }
}

run "no_node_group" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = {}
  }
}

run "node_group_with_capitals" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { General = {} }
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { size = "huge" } }
  }
}

run "type_without_size" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { machine_types = ["m6i"] } }
  }
}

run "types_for_two_processors" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { machine_types = ["m6i.large", "m7g.large"] } }
  }
}

run "half_a_node" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { min_size = 1.5 } }
  }
}

run "more_wanted_than_allowed" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { min_size = 1, max_size = 2, desired_size = 3 } }
  }
}

run "small_disk" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { disk_size_gb = 5 } }
  }
}

run "label_of_eks" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { labels = { "eks.amazonaws.com/zone" = "a" } } }
  }
}

run "effect_in_capitals" {
  command         = plan
  expect_failures = [var.node_groups]
  variables {
    node_groups = { general = { taints = [{ key = "workload", effect = "NO_SCHEDULE" }] } }
  }
}

run "key_of_disks_by_alias" {
  command         = plan
  expect_failures = [var.node_disk_kms_key_arn]
  variables {
    node_disk_kms_key_arn = "alias/payments"
  }
}

run "version_without_build" {
  command         = plan
  expect_failures = [var.addons]
  variables {
    addons = { coredns = { version = "1.11.4" } }
  }
}

run "configuration_that_is_no_json" {
  command         = plan
  expect_failures = [var.addons]
  variables {
    addons = { coredns = { configuration = "replicas: 3" } }
  }
}

run "role_by_name" {
  command         = plan
  expect_failures = [var.addons]
  variables {
    addons = { eks-pod-identity-agent = {}, aws-ebs-csi-driver = { service_account_roles = { driver = "volumes" } } }
  }
}

run "roles_without_the_agent" {
  command         = plan
  expect_failures = [var.addons]
  variables {
    addons = { aws-ebs-csi-driver = { service_account_roles = { driver = "arn:aws:iam::111122223333:role/volumes" } } }
  }
}

run "unknown_support" {
  command         = plan
  expect_failures = [var.support]
  variables {
    support = "premium"
  }
}

run "boundary_by_name" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "boundary"
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(41) : "tag${number}" => "x" }
  }
}
