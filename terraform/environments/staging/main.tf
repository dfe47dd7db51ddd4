provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
}

module "portal" {
  source = "../portal"

  name = "planroom-staging"

  # One zone may fail, and people wait.
  size      = "small"
  instances = { min = 1, max = 2 }
  database  = { instance_class = "db.t4g.small", multi_az = false, backup_retention_days = 7 }

  network = {
    cidr               = "10.40.0.0/16"
    availability_zones = var.availability_zones
    nat                = "single"
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

  tags = { application = "planroom", environment = "staging" }
}
