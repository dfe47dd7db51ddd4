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

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = join("", [for number in range(37) : "x"])
  }
}

run "name_with_two_dashes" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments--main"
  }
}

run "name_like_an_id" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "sg-payments"
  }
}

run "unknown_engine" {
  command         = plan
  expect_failures = [var.engine]
  variables {
    engine = "mysql"
  }
}

run "version_that_is_too_old" {
  command         = plan
  expect_failures = [var.engine_version]
  variables {
    engine_version = "12"
  }
}

run "minor_version_with_upgrades" {
  command         = plan
  expect_failures = [var.engine_version]
  variables {
    engine_version = "17.5"
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables {
    size = "huge"
  }
}

run "class_of_a_machine" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    instance_class = "m7g.large"
  }
}

run "class_with_serverless" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    engine         = "aurora"
    serverless     = { min_capacity = 1, max_capacity = 2 }
    instance_class = "db.r7g.large"
  }
}

run "storage_of_aurora" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    engine  = "aurora"
    storage = { size_gb = 50 }
  }
}

run "storage_in_parts" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 50.5 }
  }
}

run "storage_too_small" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 10 }
  }
}

run "storage_that_grows_too_little" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 100, max_size_gb = 105 }
  }
}

run "iops_too_few" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 400, iops = 3000 }
  }
}

run "throughput_too_little" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 400, iops = 12000, throughput = 125 }
  }
}

run "throughput_without_iops" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 400, throughput = 500 }
  }
}

run "iops_of_small_storage" {
  command         = plan
  expect_failures = [var.storage]
  variables {
    storage = { size_gb = 399, iops = 12000 }
  }
}

run "standby_of_aurora" {
  command         = plan
  expect_failures = [var.multi_az]
  variables {
    engine   = "aurora"
    multi_az = true
  }
}

run "readers_without_aurora" {
  command         = plan
  expect_failures = [var.readers]
  variables {
    readers = 1
  }
}

run "too_many_readers" {
  command         = plan
  expect_failures = [var.readers]
  variables {
    engine  = "aurora"
    readers = 16
  }
}

run "serverless_without_aurora" {
  command         = plan
  expect_failures = [var.serverless]
  variables {
    serverless = { min_capacity = 1, max_capacity = 2 }
  }
}

run "capacity_between_steps" {
  command         = plan
  expect_failures = [var.serverless]
  variables {
    engine     = "aurora"
    serverless = { min_capacity = 0.3, max_capacity = 2 }
  }
}

run "capacity_upside_down" {
  command         = plan
  expect_failures = [var.serverless]
  variables {
    engine     = "aurora"
    serverless = { min_capacity = 4, max_capacity = 2 }
  }
}

run "pause_that_never_comes" {
  command         = plan
  expect_failures = [var.serverless]
  variables {
    engine     = "aurora"
    serverless = { min_capacity = 1, max_capacity = 2, seconds_until_auto_pause = 600 }
  }
}

run "vpc_by_name" {
  command         = plan
  expect_failures = [var.vpc_id]
  variables {
    vpc_id = "main"
  }
}

run "one_subnet" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f67890"]
  }
}

run "same_subnet_twice" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67890"]
  }
}

run "subnet_by_name" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["private-a", "private-b"]
  }
}

run "security_group_by_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { application = "application" }
  }
}

run "security_group_with_a_long_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { "the application" = "sg-0a1b2c3d4e5f67890" }
  }
}

run "range_that_is_an_address" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.20.0.1" }
  }
}

run "range_with_an_address_inside" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.20.0.1/16" }
  }
}

run "range_of_everybody" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { world = "0.0.0.0/0" }
  }
}

run "range_of_everybody_in_ipv6" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { world = "::/0" }
  }
}

run "range_with_a_long_name" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { "the office" = "10.20.0.0/16" }
  }
}

run "port_of_others" {
  command         = plan
  expect_failures = [var.port]
  variables {
    port = 80
  }
}

run "database_name_with_a_dash" {
  command         = plan
  expect_failures = [var.database_name]
  variables {
    database_name = "pay-ments"
  }
}

run "reserved_database_name" {
  command         = plan
  expect_failures = [var.database_name]
  variables {
    database_name = "postgres"
  }
}

run "username_with_a_dash" {
  command         = plan
  expect_failures = [var.username]
  variables {
    username = "the-owner"
  }
}

run "reserved_username" {
  command         = plan
  expect_failures = [var.username]
  variables {
    username = "admin"
  }
}

run "username_of_aws" {
  command         = plan
  expect_failures = [var.username]
  variables {
    username = "rdsadmin"
  }
}

run "parameter_with_capitals" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { MaxConnections = { value = "500" } }
  }
}

run "parameter_that_switches_tls_off" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { "rds.force_ssl" = { value = "0" } }
  }
}

run "unknown_apply_method" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { max_connections = { value = "500", apply_method = "later" } }
  }
}

run "parameter_without_value" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { max_connections = { value = "" } }
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/payments"
  }
}

run "no_backups" {
  command         = plan
  expect_failures = [var.backup_retention_days]
  variables {
    backup_retention_days = 0
  }
}

run "backup_window_with_a_day" {
  command         = plan
  expect_failures = [var.backup_window]
  variables {
    backup_window = "sun:02:00-sun:03:00"
  }
}

run "backup_window_too_short" {
  command         = plan
  expect_failures = [var.backup_window]
  variables {
    backup_window = "02:00-02:15"
  }
}

run "maintenance_window_without_day" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = "04:00-05:00"
  }
}

run "maintenance_window_too_short" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = "sun:04:00-sun:04:15"
  }
}

run "maintenance_window_too_long" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = "sun:04:00-mon:04:00"
  }
}

run "maintenance_during_the_backup" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = "sun:01:00-sun:02:30"
  }
}

run "maintenance_during_the_backup_at_midnight" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    backup_window      = "23:30-00:30"
    maintenance_window = "sun:00:15-sun:01:00"
  }
}

run "snapshot_with_an_underscore" {
  command         = plan
  expect_failures = [var.final_snapshot_identifier]
  variables {
    final_snapshot_identifier = "payments_final"
  }
}

run "interval_of_two_seconds" {
  command         = plan
  expect_failures = [var.monitoring_interval]
  variables {
    monitoring_interval = 2
  }
}

run "insights_for_ten_days" {
  command         = plan
  expect_failures = [var.performance_insights_retention_days]
  variables {
    performance_insights_retention_days = 10
  }
}

run "logs_for_ten_days" {
  command         = plan
  expect_failures = [var.log_retention_days]
  variables {
    log_retention_days = 10
  }
}

run "boundary_by_name" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "boundary"
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(50) : "tag${number}" => "x" }
  }
}
