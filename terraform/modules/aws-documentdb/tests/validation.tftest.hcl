mock_provider "aws" {}

variables {
  name       = "receipts"
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
    name = join("", [for number in range(51) : "x"])
  }
}

run "name_with_two_dashes" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "receipts--main"
  }
}

run "name_like_an_id" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "sg-payments"
  }
}

run "unknown_version" {
  command         = plan
  expect_failures = [var.engine_version]
  variables {
    engine_version = "5.0"
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

run "serverless_class" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    instance_class = "db.serverless"
  }
}

run "no_instances" {
  command         = plan
  expect_failures = [var.instances]
  variables {
    instances = 0
  }
}

run "too_many_instances" {
  command         = plan
  expect_failures = [var.instances]
  variables {
    instances = 17
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

run "unknown_events" {
  command         = plan
  expect_failures = [var.audit_events]
  variables {
    audit_events = "nothing"
  }
}

run "parameter_with_capitals" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { TtlMonitor = { value = "enabled" } }
  }
}

run "parameter_that_switches_tls_off" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { tls = { value = "disabled" } }
  }
}

run "unknown_apply_method" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { profiler = { value = "enabled", apply_method = "later" } }
  }
}

run "parameter_without_value" {
  command         = plan
  expect_failures = [var.parameters]
  variables {
    parameters = { profiler = { value = "" } }
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

run "logs_for_ten_days" {
  command         = plan
  expect_failures = [var.log_retention_days]
  variables {
    log_retention_days = 10
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
