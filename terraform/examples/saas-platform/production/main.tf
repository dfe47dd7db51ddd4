locals {
  namespace = "shop"
}

module "platform" {
  source = "../platform"

  name      = "shop-production"
  domain    = var.domain
  namespace = local.namespace

  network = {
    cidr               = "10.40.0.0/16"
    availability_zones = [for letter in ["a", "b", "c"] : "${var.region}${letter}"]
    nat                = "per-zone"
  }

  cluster = {
    kubernetes_version = "1.33"
    node_size          = "large"
    min_nodes          = 3
    max_nodes          = 12
  }

  access_entries = {
    administrators = { principal_arn = var.administrator_role_arn, preset = "cluster-admin" }
    developers     = { principal_arn = var.developer_role_arn, preset = "view", namespaces = [local.namespace] }
  }

  allowed_cidrs         = var.allowed_cidrs
  public_endpoint_cidrs = var.public_endpoint_cidrs

  database = {
    size                  = "large"
    readers               = 2
    backup_retention_days = 35
  }

  documents = {
    size                  = "medium"
    instances             = 3
    backup_retention_days = 35
  }

  log_retention_days = 365
  load_balancer      = var.load_balancer

  permissions_boundary_arn = var.permissions_boundary_arn

  tags = {
    product     = "shop"
    environment = "production"
  }
}
