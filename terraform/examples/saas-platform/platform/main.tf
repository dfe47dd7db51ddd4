data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  here      = "${data.aws_region.current.name}:${local.account}"
}

module "key" {
  source = "../../../modules/aws-kms-key"

  name        = var.name
  description = "Data, messages, images and logs of ${var.name}"

  # Whoever may use one of these in this account may use the key through it, and in no other way.
  services   = ["ecr", "logs", "rds", "s3", "secretsmanager", "sns", "sqs"]
  log_groups = ["/aws/docdb/${var.name}-documents/*", "/aws/eks/${var.name}/*", "/aws/rds/cluster/${var.name}-database/*", "/vpc/${var.name}/*"]

  tags = var.tags
}

module "network" {
  source = "../../../modules/aws-vpc"

  name                      = var.name
  cidr                      = var.network.cidr
  availability_zones        = var.network.availability_zones
  nat                       = var.network.nat
  kubernetes_load_balancers = true

  flow_logs = {
    log_retention_days = var.log_retention_days
    kms_key_arn        = module.key.arn
  }

  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "cluster" {
  source = "../../../modules/aws-eks"

  name               = var.name
  kubernetes_version = var.cluster.kubernetes_version
  support            = var.cluster.support
  vpc_id             = module.network.id
  subnet_ids         = module.network.private_subnet_ids

  access_entries        = var.access_entries
  allowed_cidrs         = var.allowed_cidrs
  public_endpoint_cidrs = var.public_endpoint_cidrs

  node_groups = {
    general = {
      size     = var.cluster.node_size
      min_size = var.cluster.min_nodes
      max_size = var.cluster.max_nodes
    }
  }

  control_plane_logs = {
    log_retention_days = var.log_retention_days
    kms_key_arn        = module.key.arn
  }

  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "registry" {
  source = "../../../modules/aws-ecr"

  name         = var.name
  repositories = { for component in keys(local.components) : component => {} }
  kms_key_arn  = module.key.arn
  tags         = var.tags
}

module "database" {
  source = "../../../modules/aws-rds-postgres"

  name                    = "${var.name}-database"
  engine                  = "aurora"
  engine_version          = "17"
  size                    = var.database.size
  readers                 = var.database.readers
  backup_retention_days   = var.database.backup_retention_days
  vpc_id                  = module.network.id
  subnet_ids              = module.network.private_subnet_ids
  allowed_security_groups = { cluster = module.cluster.security_group_id }
  kms_key_arn             = module.key.arn
  log_retention_days      = var.log_retention_days

  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}

module "documents" {
  source = "../../../modules/aws-documentdb"

  name                    = "${var.name}-documents"
  size                    = var.documents.size
  instances               = var.documents.instances
  backup_retention_days   = var.documents.backup_retention_days
  vpc_id                  = module.network.id
  subnet_ids              = module.network.private_subnet_ids
  allowed_security_groups = { cluster = module.cluster.security_group_id }
  kms_key_arn             = module.key.arn
  log_retention_days      = var.log_retention_days
  tags                    = var.tags
}

module "buckets" {
  source   = "../../../modules/aws-s3-bucket"
  for_each = local.buckets

  name      = each.value.name
  retention = each.value.retention

  # By its alias: the policy can then be read in the plan, before there is a key.
  encryption = {
    algorithm   = "aws:kms"
    kms_key_arn = "arn:${local.partition}:kms:${local.here}:alias/${var.name}"
  }

  tags = var.tags
}

module "messaging" {
  source = "../../../modules/aws-sqs-sns"

  name        = var.name
  kms_key_arn = module.key.arn

  topics = { events = {} }

  queues = {
    mails   = { visibility_timeout_seconds = 60 }
    exports = { visibility_timeout_seconds = 900, dead_letter = { max_receives = 3 } }
  }

  subscriptions = {
    mails   = { topic = "events", queue = "mails", filter_policy = jsonencode({ kind = ["signed-up", "invoice-ready"] }) }
    exports = { topic = "events", queue = "exports", filter_policy = jsonencode({ kind = ["export-requested"] }) }
  }

  tags = var.tags
}

module "secrets" {
  source   = "../../../modules/aws-secret"
  for_each = local.secrets

  name          = "${var.name}/${each.key}"
  description   = each.value.description
  generate      = each.value.generated ? { length = 48 } : null
  value_version = each.value.generated ? 1 : null
  kms_key_arn   = module.key.arn
  tags          = var.tags
}
