mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name       = "payments"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67891"]
}

run "secure_by_default" {
  command = plan

  assert {
    condition = alltrue([
      aws_db_instance.this[0].storage_encrypted,
      !aws_db_instance.this[0].publicly_accessible,
      aws_db_instance.this[0].manage_master_user_password,
      aws_db_instance.this[0].password == null,
      aws_db_instance.this[0].multi_az,
      !aws_db_instance.this[0].iam_database_authentication_enabled,
    ])
    error_message = "The database is encrypted, private, in two zones, and its password is kept by Secrets Manager."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].deletion_protection,
      !aws_db_instance.this[0].skip_final_snapshot,
      aws_db_instance.this[0].final_snapshot_identifier == "payments-final",
      aws_db_instance.this[0].backup_retention_period == 14,
      !aws_db_instance.this[0].delete_automated_backups,
      aws_db_instance.this[0].copy_tags_to_snapshot,
    ])
    error_message = "The database is protected from deletion and backed up, and a snapshot is left."
  }

  assert {
    condition = { for parameter in aws_db_parameter_group.this[0].parameter : parameter.name => parameter.value } == {
      "rds.force_ssl"            = "1"
      "ssl_min_protocol_version" = "TLSv1.2"
    }
    error_message = "Connections without TLS 1.2 are refused."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].engine_version == "17",
      aws_db_instance.this[0].auto_minor_version_upgrade,
      !aws_db_instance.this[0].allow_major_version_upgrade,
      !aws_db_instance.this[0].apply_immediately,
      aws_db_parameter_group.this[0].family == "postgres17",
      aws_db_instance.this[0].parameter_group_name == "payments-postgres17",
    ])
    error_message = "Minor versions are upgraded, in the maintenance window; the parameters are those of the major version."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].instance_class == "db.t4g.medium",
      aws_db_instance.this[0].storage_type == "gp3",
      aws_db_instance.this[0].allocated_storage == 50,
      aws_db_instance.this[0].max_allocated_storage == 200,
    ])
    error_message = "The database is small and its storage grows."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].performance_insights_enabled,
      aws_db_instance.this[0].performance_insights_retention_period == 7,
      aws_db_instance.this[0].monitoring_interval == 60,
      aws_db_instance.this[0].enabled_cloudwatch_logs_exports == toset(["postgresql", "upgrade"]),
      { for log in values(aws_cloudwatch_log_group.this) : log.name => log.retention_in_days } == {
        "/aws/rds/instance/payments/postgresql" = 30
        "/aws/rds/instance/payments/upgrade"    = 30
      },
    ])
    error_message = "The database is watched, and its logs are kept for 30 days."
  }

  assert {
    condition = jsondecode(aws_iam_role.monitoring[0].assume_role_policy).Statement == [{
      Sid       = "AllowMonitoring"
      Effect    = "Allow"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = "111122223333"
          "aws:SourceArn"     = ["arn:aws:rds:eu-west-1:111122223333:db:payments"]
        }
      }
    }]
    error_message = "Only Enhanced Monitoring may use the role, and for this database only."
  }

  assert {
    condition = alltrue([
      length(aws_vpc_security_group_ingress_rule.security_groups) == 0,
      length(aws_vpc_security_group_ingress_rule.cidrs) == 0,
      aws_security_group.this.vpc_id == "vpc-0a1b2c3d4e5f67890",
      aws_db_subnet_group.this.subnet_ids == toset(var.subnet_ids),
      length(aws_rds_cluster.this) == 0,
    ])
    error_message = "Nobody may connect until it is said, and there is no Aurora."
  }
}

run "inputs_reach_the_database" {
  command = plan

  variables {
    engine_version                      = "16.9"
    auto_minor_version_upgrade          = false
    allow_major_version_upgrade         = true
    size                                = "xlarge"
    storage                             = { size_gb = 400, iops = 12000, throughput = 500 }
    multi_az                            = false
    port                                = 6432
    database_name                       = "ledger"
    username                            = "owner"
    iam_authentication                  = true
    parameters                          = { max_connections = { value = "500", apply_method = "pending-reboot" } }
    kms_key_arn                         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    backup_retention_days               = 35
    backup_window                       = "23:00-00:30"
    maintenance_window                  = "sat:22:30-sat:23:00"
    deletion_protection                 = false
    skip_final_snapshot                 = true
    apply_immediately                   = true
    performance_insights_retention_days = 731
    log_retention_days                  = 365
    permissions_boundary_arn            = "arn:aws:iam::111122223333:policy/boundary"
    allowed_security_groups             = { application = "sg-0a1b2c3d4e5f67890" }
    allowed_cidrs                       = { office = "10.20.0.0/16", six = "fd00:10::/64" }
    tags                                = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].engine_version == "16.9",
      !aws_db_instance.this[0].auto_minor_version_upgrade,
      aws_db_instance.this[0].allow_major_version_upgrade,
      aws_db_instance.this[0].apply_immediately,
      aws_db_parameter_group.this[0].family == "postgres16",
      aws_db_instance.this[0].backup_window == "23:00-00:30",
      aws_db_instance.this[0].maintenance_window == "sat:22:30-sat:23:00",
    ])
    error_message = "Version, upgrades and windows are as given."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].instance_class == "db.m7g.2xlarge",
      aws_db_instance.this[0].allocated_storage == 400,
      aws_db_instance.this[0].max_allocated_storage == 0,
      aws_db_instance.this[0].iops == 12000,
      aws_db_instance.this[0].storage_throughput == 500,
      !aws_db_instance.this[0].multi_az,
    ])
    error_message = "Machine and storage are as given, and the storage does not grow."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].db_name == "ledger" && output.database_name == "ledger",
      aws_db_instance.this[0].username == "owner" && output.username == "owner",
      aws_db_instance.this[0].port == 6432 && output.port == 6432,
      aws_db_instance.this[0].iam_database_authentication_enabled,
      contains(aws_db_parameter_group.this[0].parameter, { name = "max_connections", value = "500", apply_method = "pending-reboot" }),
      contains(aws_db_parameter_group.this[0].parameter, { name = "rds.force_ssl", value = "1", apply_method = "pending-reboot" }),
    ])
    error_message = "Names, port, logins and parameters are as given, and TLS is still forced."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].kms_key_id == var.kms_key_arn,
      aws_db_instance.this[0].master_user_secret_kms_key_id == var.kms_key_arn,
      aws_db_instance.this[0].performance_insights_kms_key_id == var.kms_key_arn,
      aws_cloudwatch_log_group.this["postgresql"].kms_key_id == var.kms_key_arn,
    ])
    error_message = "The key is used for storage, password, Performance Insights and logs."
  }

  assert {
    condition = alltrue([
      aws_db_instance.this[0].backup_retention_period == 35,
      !aws_db_instance.this[0].deletion_protection,
      aws_db_instance.this[0].skip_final_snapshot,
      aws_db_instance.this[0].final_snapshot_identifier == null,
      aws_db_instance.this[0].performance_insights_retention_period == 731,
      aws_cloudwatch_log_group.this["upgrade"].retention_in_days == 365,
    ])
    error_message = "Backups, protection and retentions are as given."
  }

  assert {
    condition = alltrue([
      aws_vpc_security_group_ingress_rule.security_groups["application"].referenced_security_group_id == "sg-0a1b2c3d4e5f67890",
      aws_vpc_security_group_ingress_rule.cidrs["office"].cidr_ipv4 == "10.20.0.0/16",
      aws_vpc_security_group_ingress_rule.cidrs["office"].cidr_ipv6 == null,
      aws_vpc_security_group_ingress_rule.cidrs["six"].cidr_ipv6 == "fd00:10::/64",
      aws_vpc_security_group_ingress_rule.cidrs["six"].from_port == 6432,
      aws_vpc_security_group_ingress_rule.security_groups["application"].to_port == 6432,
    ])
    error_message = "Who is named may connect, on the database's port."
  }

  assert {
    condition     = aws_iam_role.monitoring[0].permissions_boundary == var.permissions_boundary_arn
    error_message = "The monitoring role is limited by the given boundary."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_db_instance.this[0].tags, aws_db_parameter_group.this[0].tags, aws_db_subnet_group.this.tags, aws_security_group.this.tags, aws_iam_role.monitoring[0].tags],
      values(aws_cloudwatch_log_group.this)[*].tags,
      values(aws_vpc_security_group_ingress_rule.cidrs)[*].tags,
      values(aws_vpc_security_group_ingress_rule.security_groups)[*].tags,
    ) : tags["team"] == "payments"])
    error_message = "All has the tags."
  }
}

run "aurora_with_a_writer_and_a_reader" {
  command = plan

  variables {
    engine              = "aurora"
    size                = "medium"
    monitoring_interval = 0
    kms_key_arn         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    tags                = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_rds_cluster.this[0].engine == "aurora-postgresql",
      aws_rds_cluster.this[0].storage_encrypted,
      aws_rds_cluster.this[0].kms_key_id == var.kms_key_arn,
      aws_rds_cluster.this[0].manage_master_user_password,
      aws_rds_cluster.this[0].master_user_secret_kms_key_id == var.kms_key_arn,
      aws_rds_cluster.this[0].master_password == null,
      length(aws_rds_cluster.this[0].serverlessv2_scaling_configuration) == 0,
      length(aws_db_instance.this) == 0,
    ])
    error_message = "The cluster is encrypted, and its password is kept by Secrets Manager."
  }

  assert {
    condition = alltrue([
      aws_rds_cluster.this[0].deletion_protection,
      !aws_rds_cluster.this[0].skip_final_snapshot,
      aws_rds_cluster.this[0].final_snapshot_identifier == "payments-final",
      aws_rds_cluster.this[0].backup_retention_period == 14,
      aws_rds_cluster.this[0].copy_tags_to_snapshot,
      aws_rds_cluster.this[0].tags["team"] == "payments",
    ])
    error_message = "The cluster is protected from deletion and backed up, and a snapshot is left."
  }

  assert {
    condition = alltrue([
      aws_rds_cluster_parameter_group.this[0].family == "aurora-postgresql17",
      aws_rds_cluster.this[0].db_cluster_parameter_group_name == "payments-aurora-postgresql17",
      contains([for parameter in aws_rds_cluster_parameter_group.this[0].parameter : "${parameter.name} ${parameter.value}"], "rds.force_ssl 1"),
      [for log in values(aws_cloudwatch_log_group.this) : log.name] == ["/aws/rds/cluster/payments/postgresql"],
      aws_rds_cluster.this[0].enabled_cloudwatch_logs_exports == toset(["postgresql"]),
    ])
    error_message = "TLS is forced, and the cluster's log is kept."
  }

  assert {
    condition     = { for name, member in aws_rds_cluster_instance.this : name => member.instance_class } == { payments-1 = "db.r7g.large", payments-2 = "db.r7g.large" }
    error_message = "There are a writer and one reader."
  }

  assert {
    condition = alltrue(flatten([for member in values(aws_rds_cluster_instance.this) : [
      !member.publicly_accessible,
      member.performance_insights_enabled,
      member.auto_minor_version_upgrade,
      member.monitoring_interval == 0,
      member.promotion_tier == 1,
      member.tags["team"] == "payments",
    ]]))
    error_message = "The members are private, watched and upgraded, without Enhanced Monitoring."
  }

  assert {
    condition     = length(aws_iam_role.monitoring) == 0
    error_message = "Without Enhanced Monitoring there is no role for it."
  }
}

run "aurora_serverless" {
  command = plan

  variables {
    engine     = "aurora"
    readers    = 2
    serverless = { min_capacity = 0.5, max_capacity = 8 }
  }

  assert {
    condition     = [for name, member in aws_rds_cluster_instance.this : "${name} ${member.instance_class}"] == ["payments-1 db.serverless", "payments-2 db.serverless", "payments-3 db.serverless"]
    error_message = "Writer and readers are serverless."
  }

  assert {
    condition     = one(aws_rds_cluster.this[0].serverlessv2_scaling_configuration).min_capacity == 0.5 && one(aws_rds_cluster.this[0].serverlessv2_scaling_configuration).max_capacity == 8
    error_message = "The capacity is as given."
  }

  assert {
    condition = jsondecode(aws_iam_role.monitoring[0].assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceArn"] == [
      "arn:aws:rds:eu-west-1:111122223333:db:payments-1",
      "arn:aws:rds:eu-west-1:111122223333:db:payments-2",
      "arn:aws:rds:eu-west-1:111122223333:db:payments-3",
    ]
    error_message = "Enhanced Monitoring may use the role for each member."
  }
}

run "own_machine_and_snapshot" {
  command = plan

  variables {
    instance_class            = "db.r7g.4xlarge"
    final_snapshot_identifier = "payments-last-words"
  }

  assert {
    condition     = aws_db_instance.this[0].instance_class == "db.r7g.4xlarge" && aws_db_instance.this[0].final_snapshot_identifier == "payments-last-words"
    error_message = "An instance class wins over the size, and the snapshot has the given name."
  }
}
