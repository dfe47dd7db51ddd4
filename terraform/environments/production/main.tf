provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
}

module "portal" {
  source = "../portal"

  name = "planroom-production"

  # One zone may fail, and nobody notices.
  size      = "medium"
  instances = { min = 2, max = 6 }
  database  = { instance_class = "db.m7g.large", storage_gb = 50, max_storage_gb = 500, multi_az = true, backup_retention_days = 30 }

  network = {
    cidr               = "10.41.0.0/16"
    availability_zones = var.availability_zones
    nat                = "per-zone"
  }

  host_name           = var.host_name
  zone_id             = var.zone_id
  portal_version      = var.portal_version
  executor            = var.executor
  runner_images       = var.runner_images
  terraform_version   = var.terraform_version
  oidc                = var.oidc
  public              = var.public
  allowed_cidrs       = var.allowed_cidrs
  accept_shared_host  = var.accept_shared_host
  permissions         = var.permissions
  alarm_topic_arns    = var.alarm_topic_arns
  deletion_protection = var.deletion_protection

  tags = { application = "planroom", environment = "production" }
}
