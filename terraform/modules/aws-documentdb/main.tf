locals {
  tags = merge(var.tags, { Name = var.name })

  instance_classes = { small = "db.t4g.medium", medium = "db.r6g.large", large = "db.r6g.xlarge", xlarge = "db.r6g.2xlarge" }
  instance_class   = coalesce(var.instance_class, local.instance_classes[var.size])

  # For example docdb5.0.
  family = "docdb${trimsuffix(var.engine_version, ".0")}"

  log_exports = ["audit", "profiler"]

  parameters = merge(var.parameters, {
    tls        = { value = "tls1.2+", apply_method = "pending-reboot" }
    audit_logs = { value = var.audit_events, apply_method = "immediate" }
  })
}

resource "aws_docdb_subnet_group" "this" {
  name        = var.name
  description = "Private subnets of ${var.name}"
  subnet_ids  = var.subnet_ids
  tags        = local.tags
}

resource "aws_security_group" "this" {
  name_prefix = "${var.name}-"
  description = "Who may connect to ${var.name}"
  vpc_id      = var.vpc_id
  tags        = local.tags

  # The cluster keeps its connections while it moves from one group to another.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "security_groups" {
  for_each = var.allowed_security_groups

  security_group_id            = aws_security_group.this.id
  description                  = "DocumentDB from ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
  tags                         = merge(var.tags, { Name = each.key })
}

resource "aws_vpc_security_group_ingress_rule" "cidrs" {
  for_each = var.allowed_cidrs

  security_group_id = aws_security_group.this.id
  description       = "DocumentDB from ${each.key}"
  cidr_ipv4         = strcontains(each.value, ":") ? null : each.value
  cidr_ipv6         = strcontains(each.value, ":") ? each.value : null
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
  tags              = merge(var.tags, { Name = each.key })
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(local.log_exports)

  name              = "/aws/docdb/${var.name}/${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_docdb_cluster_parameter_group" "this" {
  name        = "${var.name}-${replace(local.family, ".", "-")}"
  description = "Parameters of ${var.name}"
  family      = local.family
  tags        = local.tags

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }

  # Another version needs another group before the cluster lets go of this one.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_docdb_cluster" "this" {
  cluster_identifier = var.name
  engine             = "docdb"
  engine_version     = var.engine_version
  port               = var.port
  storage_encrypted  = true
  kms_key_id         = var.kms_key_arn

  master_username             = var.username
  manage_master_user_password = true

  db_subnet_group_name            = aws_docdb_subnet_group.this.name
  vpc_security_group_ids          = [aws_security_group.this.id]
  db_cluster_parameter_group_name = aws_docdb_cluster_parameter_group.this.name

  backup_retention_period   = var.backup_retention_days
  preferred_backup_window   = var.backup_window
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = var.skip_final_snapshot ? null : coalesce(var.final_snapshot_identifier, "${var.name}-final")

  preferred_maintenance_window    = var.maintenance_window
  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = var.apply_immediately
  enabled_cloudwatch_logs_exports = local.log_exports

  tags = local.tags

  # Otherwise AWS makes the log groups itself, without a retention.
  depends_on = [aws_cloudwatch_log_group.this]
}

resource "aws_docdb_cluster_instance" "this" {
  for_each = toset([for number in range(var.instances) : "${var.name}-${number + 1}"])

  identifier            = each.key
  cluster_identifier    = aws_docdb_cluster.this.id
  engine                = "docdb"
  instance_class        = local.instance_class
  copy_tags_to_snapshot = true

  preferred_maintenance_window = var.maintenance_window
  auto_minor_version_upgrade   = var.auto_minor_version_upgrade
  apply_immediately            = var.apply_immediately

  enable_performance_insights     = var.performance_insights
  performance_insights_kms_key_id = var.performance_insights ? var.kms_key_arn : null

  tags = merge(var.tags, { Name = each.key })
}
