locals {
  database_count = var.database == null ? 0 : 1
  database_name  = "${var.name}-database"
}

resource "aws_db_subnet_group" "this" {
  count = local.database_count

  name        = local.database_name
  description = "Database of the portal ${var.name}"
  subnet_ids  = coalesce(var.database.subnet_ids, var.subnet_ids)
  tags        = local.tags
}

resource "aws_db_parameter_group" "this" {
  count = local.database_count

  # The family cannot change in place, so a new major version gets another group.
  name        = "${local.database_name}-${split(".", var.database.engine_version)[0]}"
  description = "Database of the portal ${var.name}"
  family      = "postgres${split(".", var.database.engine_version)[0]}"
  tags        = local.tags

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  parameter {
    name  = "log_connections"
    value = "1"
  }

  parameter {
    name  = "log_min_duration_statement"
    value = "2000"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "database" {
  count = local.database_count

  name        = local.database_name
  description = "Database of the portal"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = local.database_name })
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  count = local.database_count

  security_group_id            = aws_security_group.database[0].id
  description                  = "PostgreSQL from the instances of the portal"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.instances.id
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "database" {
  count = local.database_count

  security_group_id            = aws_security_group.instances.id
  description                  = "PostgreSQL of the portal"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = aws_security_group.database[0].id
  tags                         = local.tags
}

# RDS would make it with logs that are kept for ever.
resource "aws_cloudwatch_log_group" "database" {
  for_each = toset(var.database == null ? [] : ["postgresql", "upgrade"])

  name              = "/aws/rds/instance/${local.database_name}/${each.key}"
  retention_in_days = var.log_retention_days
  tags              = local.tags
}

resource "aws_db_instance" "this" {
  count = local.database_count

  identifier     = local.database_name
  engine         = "postgres"
  engine_version = var.database.engine_version
  instance_class = var.database.instance_class
  multi_az       = var.database.multi_az

  allocated_storage     = var.database.storage_gb
  max_allocated_storage = var.database.max_storage_gb
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = var.kms_key_arn

  db_name                     = "planroom"
  username                    = "planroom"
  manage_master_user_password = true

  db_subnet_group_name   = aws_db_subnet_group.this[0].name
  parameter_group_name   = aws_db_parameter_group.this[0].name
  vpc_security_group_ids = [aws_security_group.database[0].id]
  publicly_accessible    = false
  ca_cert_identifier     = "rds-ca-rsa2048-g1"

  backup_retention_period   = var.database.backup_retention_days
  backup_window             = var.database.backup_window
  maintenance_window        = var.database.maintenance_window
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = false
  final_snapshot_identifier = "${local.database_name}-final"

  auto_minor_version_upgrade      = true
  allow_major_version_upgrade     = false
  enabled_cloudwatch_logs_exports = ["postgresql", "upgrade"]
  performance_insights_enabled    = true

  tags = local.tags

  depends_on = [aws_cloudwatch_log_group.database]
}

# Without it RDS changes the password every week, and the portal reads it only when it starts.
resource "aws_secretsmanager_secret_rotation" "database" {
  count = local.database_count

  secret_id          = local.database_secret_arn
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = var.database.password_rotation_days
  }
}
