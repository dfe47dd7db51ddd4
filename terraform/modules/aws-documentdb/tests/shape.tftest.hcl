mock_provider "aws" {}

variables {
  name       = "receipts"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891"]
}

run "secure_by_default" {
  command = plan

  assert {
    condition = alltrue([
      aws_docdb_cluster.this.storage_encrypted,
      aws_docdb_cluster.this.manage_master_user_password,
      aws_docdb_cluster.this.master_password == null,
      aws_docdb_cluster.this.engine_version == "5.0.0",
      !aws_docdb_cluster.this.allow_major_version_upgrade,
      !aws_docdb_cluster.this.apply_immediately,
    ])
    error_message = "The cluster is encrypted, and its password is kept by Secrets Manager."
  }

  assert {
    condition = alltrue([
      aws_docdb_cluster.this.deletion_protection,
      !aws_docdb_cluster.this.skip_final_snapshot,
      aws_docdb_cluster.this.final_snapshot_identifier == "receipts-final",
      aws_docdb_cluster.this.backup_retention_period == 14,
    ])
    error_message = "The cluster is protected from deletion and backed up, and a snapshot is left."
  }

  assert {
    condition     = { for parameter in aws_docdb_cluster_parameter_group.this.parameter : parameter.name => parameter.value } == { audit_logs = "ddl", tls = "tls1.2+" }
    error_message = "Connections without TLS 1.2 are refused, and logins and changes are recorded."
  }

  assert {
    condition     = aws_docdb_cluster_parameter_group.this.family == "docdb5.0" && aws_docdb_cluster.this.db_cluster_parameter_group_name == "receipts-docdb5-0"
    error_message = "The parameters are those of the version."
  }

  assert {
    condition = alltrue([
      aws_docdb_cluster.this.enabled_cloudwatch_logs_exports == tolist(["audit", "profiler"]),
      { for log in values(aws_cloudwatch_log_group.this) : log.name => log.retention_in_days } == { "/aws/docdb/receipts/audit" = 30, "/aws/docdb/receipts/profiler" = 30 },
    ])
    error_message = "The logs are kept for 30 days."
  }

  assert {
    condition     = { for name, machine in aws_docdb_cluster_instance.this : name => machine.instance_class } == { receipts-1 = "db.t4g.medium", receipts-2 = "db.t4g.medium" }
    error_message = "Two small machines, so that one can take over."
  }

  assert {
    condition = alltrue(flatten([for machine in values(aws_docdb_cluster_instance.this) : [
      machine.auto_minor_version_upgrade,
      machine.copy_tags_to_snapshot,
      !machine.enable_performance_insights,
    ]]))
    error_message = "The machines are patched."
  }

  assert {
    condition = alltrue([
      length(aws_vpc_security_group_ingress_rule.security_groups) == 0,
      length(aws_vpc_security_group_ingress_rule.cidrs) == 0,
      aws_security_group.this.vpc_id == "vpc-0a1b2c3d4e5f67890",
      aws_docdb_subnet_group.this.subnet_ids == toset(var.subnet_ids),
    ])
    error_message = "Nobody may connect until it is said."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    engine_version              = "4.0.0"
    allow_major_version_upgrade = true
    auto_minor_version_upgrade  = false
    instance_class              = "db.r6g.4xlarge"
    instances                   = 1
    performance_insights        = true
    allowed_security_groups     = { application = "sg-0a1b2c3d4e5f67890" }
    allowed_cidrs               = { office = "10.20.0.0/16", six = "fd00:10::/64" }
    port                        = 27018
    username                    = "owner"
    audit_events                = "all"
    parameters                  = { ttl_monitor = { value = "disabled" } }
    kms_key_arn                 = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    backup_retention_days       = 35
    backup_window               = "23:00-00:30"
    maintenance_window          = "sat:22:30-sat:23:00"
    deletion_protection         = false
    final_snapshot_identifier   = "receipts-last-words"
    apply_immediately           = true
    log_retention_days          = 365
    tags                        = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_docdb_cluster.this.engine_version == "4.0.0",
      aws_docdb_cluster_parameter_group.this.family == "docdb4.0",
      aws_docdb_cluster.this.allow_major_version_upgrade,
      aws_docdb_cluster.this.apply_immediately,
      aws_docdb_cluster.this.preferred_backup_window == "23:00-00:30",
      aws_docdb_cluster.this.preferred_maintenance_window == "sat:22:30-sat:23:00",
      aws_docdb_cluster.this.backup_retention_period == 35,
      !aws_docdb_cluster.this.deletion_protection,
      aws_docdb_cluster.this.final_snapshot_identifier == "receipts-last-words",
      aws_cloudwatch_log_group.this["audit"].retention_in_days == 365,
    ])
    error_message = "Version, windows, backups and protection are as given."
  }

  assert {
    condition = alltrue([
      keys(aws_docdb_cluster_instance.this) == ["receipts-1"],
      aws_docdb_cluster_instance.this["receipts-1"].instance_class == "db.r6g.4xlarge",
      aws_docdb_cluster_instance.this["receipts-1"].enable_performance_insights,
      !aws_docdb_cluster_instance.this["receipts-1"].auto_minor_version_upgrade,
      aws_docdb_cluster_instance.this["receipts-1"].performance_insights_kms_key_id == var.kms_key_arn,
      aws_docdb_cluster.this.kms_key_id == var.kms_key_arn,
      aws_cloudwatch_log_group.this["audit"].kms_key_id == var.kms_key_arn,
    ])
    error_message = "The machine is as given, and the key is used for storage, Performance Insights and logs."
  }

  assert {
    condition = alltrue([
      aws_docdb_cluster.this.master_username == "owner" && output.username == "owner",
      aws_docdb_cluster.this.port == 27018 && output.port == 27018,
      { for parameter in aws_docdb_cluster_parameter_group.this.parameter : parameter.name => parameter.value } == { audit_logs = "all", tls = "tls1.2+", ttl_monitor = "disabled" },
    ])
    error_message = "Name, port and parameters are as given, and TLS is still forced."
  }

  assert {
    condition = alltrue([
      aws_vpc_security_group_ingress_rule.security_groups["application"].referenced_security_group_id == "sg-0a1b2c3d4e5f67890",
      aws_vpc_security_group_ingress_rule.security_groups["application"].to_port == 27018,
      aws_vpc_security_group_ingress_rule.cidrs["office"].cidr_ipv4 == "10.20.0.0/16",
      aws_vpc_security_group_ingress_rule.cidrs["office"].cidr_ipv6 == null,
      aws_vpc_security_group_ingress_rule.cidrs["six"].cidr_ipv6 == "fd00:10::/64",
      aws_vpc_security_group_ingress_rule.cidrs["six"].from_port == 27018,
    ])
    error_message = "Who is named may connect, on the cluster's port."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_docdb_cluster.this.tags, aws_docdb_cluster_parameter_group.this.tags, aws_docdb_subnet_group.this.tags, aws_security_group.this.tags],
      values(aws_docdb_cluster_instance.this)[*].tags,
      values(aws_cloudwatch_log_group.this)[*].tags,
      values(aws_vpc_security_group_ingress_rule.cidrs)[*].tags,
      values(aws_vpc_security_group_ingress_rule.security_groups)[*].tags,
    ) : tags["team"] == "payments"])
    error_message = "All has the tags."
  }
}

run "without_a_last_snapshot" {
  command = plan

  variables {
    skip_final_snapshot = true
    size                = "large"
  }

  assert {
    condition     = aws_docdb_cluster.this.skip_final_snapshot && aws_docdb_cluster.this.final_snapshot_identifier == null
    error_message = "No snapshot is left when none is wanted."
  }

  assert {
    condition     = aws_docdb_cluster_instance.this["receipts-1"].instance_class == "db.r6g.xlarge"
    error_message = "A size is a machine."
  }
}
