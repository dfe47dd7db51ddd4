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
  name               = "shop-dev"
  domain             = "dev.shop.example.com"
  namespace          = "shop"
  network            = { cidr = "10.60.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"], nat = "single" }
  cluster            = { kubernetes_version = "1.33", node_size = "medium", min_nodes = 2, max_nodes = 3 }
  access_entries     = { administrators = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin" } }
  database           = { size = "small", readers = 0, backup_retention_days = 7 }
  documents          = { size = "small", instances = 1, backup_retention_days = 7 }
  log_retention_days = 30
  tags               = { environment = "dev" }
}

run "name_too_long_for_databases" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "shop-in-the-north-of-germany"
  }
}

run "domain_without_a_dot" {
  command         = plan
  expect_failures = [var.domain]
  variables {
    domain = "shop"
  }
}

run "namespace_with_capitals" {
  command         = plan
  expect_failures = [var.namespace]
  variables {
    namespace = "Shop"
  }
}

run "nodes_without_a_way_out" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { cidr = "10.60.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"], nat = "none" }
  }
}

run "one_node" {
  command         = plan
  expect_failures = [var.cluster]
  variables {
    cluster = { kubernetes_version = "1.33", node_size = "medium", min_nodes = 1, max_nodes = 3 }
  }
}

run "nobody_administers" {
  command         = plan
  expect_failures = [var.access_entries]
  variables {
    access_entries = { developers = { principal_arn = "arn:aws:iam::111122223333:role/developer", preset = "edit" } }
  }
}

run "load_balancer_by_address" {
  command         = plan
  expect_failures = [var.load_balancer]
  variables {
    load_balancer = "https://k8s-shop-1234567890.eu-west-1.elb.amazonaws.com/"
  }
}
