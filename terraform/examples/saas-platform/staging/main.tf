locals {
  namespace = "shop"
}

module "platform" {
  source = "../platform"

  name      = "shop-staging"
  domain    = var.domain
  namespace = local.namespace

  network = {
    cidr               = "10.20.0.0/16"
    availability_zones = [for letter in ["a", "b"] : "${var.region}${letter}"]
    nat                = "single"
  }

  cluster = {
    kubernetes_version = "1.33"
    node_size          = "medium"
    min_nodes          = 2
    max_nodes          = 4
  }

  access_entries = {
    administrators = { principal_arn = var.administrator_role_arn, preset = "cluster-admin" }
    developers     = { principal_arn = var.developer_role_arn, preset = "edit", namespaces = [local.namespace] }
  }

  allowed_cidrs         = var.allowed_cidrs
  public_endpoint_cidrs = var.public_endpoint_cidrs

  database = {
    size                  = "small"
    readers               = 0
    backup_retention_days = 7
  }

  documents = {
    size                  = "small"
    instances             = 1
    backup_retention_days = 7
  }

  log_retention_days = 30
  load_balancer      = var.load_balancer

  permissions_boundary_arn = var.permissions_boundary_arn

  tags = {
    product     = "shop"
    environment = "staging"
  }
}
