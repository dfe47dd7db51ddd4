mock_provider "aws" {}

variables {
  name       = "shop"
  password   = "correct-horse-battery"
  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0b1c2d3e4f5a67890"]
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Shop"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = join("", [for number in range(51) : "x"])
  }
}

run "version_that_is_too_old" {
  command         = plan
  expect_failures = [var.engine_version]
  variables {
    engine_version = "3.12"
  }
}

run "version_with_a_patch" {
  command         = plan
  expect_failures = [var.engine_version]
  variables {
    engine_version = "4.2.1"
  }
}

run "unknown_deployment" {
  command         = plan
  expect_failures = [var.deployment]
  variables {
    deployment = "standby"
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables {
    size = "huge"
  }
}

run "instance_class_without_its_service" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    instance_class = "m7g.large"
  }
}

run "old_instance_class_for_a_new_version" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    instance_class = "mq.m5.large"
  }
}

run "cluster_of_micro_instances" {
  command         = plan
  expect_failures = [var.instance_class]
  variables {
    engine_version = "3.13"
    instance_class = "mq.t3.micro"
  }
}

run "vpc_by_its_name" {
  command         = plan
  expect_failures = [var.vpc_id]
  variables {
    vpc_id = "shop"
  }
}

run "two_subnets_for_one_node" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    deployment = "single"
  }
}

run "one_subnet_for_a_cluster" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f67890"]
  }
}

run "subnet_given_twice" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67890"]
  }
}

run "subnet_by_its_name" {
  command         = plan
  expect_failures = [var.subnet_ids]
  variables {
    subnet_ids = ["private-a", "private-b"]
  }
}

run "security_group_by_its_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { shop = "shop" }
  }
}

run "security_group_with_a_blank_in_its_name" {
  command         = plan
  expect_failures = [var.allowed_security_groups]
  variables {
    allowed_security_groups = { "the shop" = "sg-0a1b2c3d4e5f67890" }
  }
}

run "range_that_is_no_cidr" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.60.0.0" }
  }
}

run "range_that_begins_in_the_middle" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { office = "10.60.3.0/16" }
  }
}

run "everybody" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { world = "0.0.0.0/0" }
  }
}

run "everybody_by_version_6" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { world = "::/0" }
  }
}

run "range_with_a_blank_in_its_name" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = { "the office" = "10.60.0.0/16" }
  }
}

run "console_security_group_by_its_name" {
  command         = plan
  expect_failures = [var.console_allowed_security_groups]
  variables {
    console_allowed_security_groups = { operators = "operators" }
  }
}

run "console_security_group_with_a_blank_in_its_name" {
  command         = plan
  expect_failures = [var.console_allowed_security_groups]
  variables {
    console_allowed_security_groups = { "the operators" = "sg-0a1b2c3d4e5f67890" }
  }
}

run "console_range_that_is_no_cidr" {
  command         = plan
  expect_failures = [var.console_allowed_cidrs]
  variables {
    console_allowed_cidrs = { office = "10.60.0.0" }
  }
}

run "console_for_everybody" {
  command         = plan
  expect_failures = [var.console_allowed_cidrs]
  variables {
    console_allowed_cidrs = { world = "0.0.0.0/0" }
  }
}

run "console_range_with_a_blank_in_its_name" {
  command         = plan
  expect_failures = [var.console_allowed_cidrs]
  variables {
    console_allowed_cidrs = { "the office" = "10.60.0.0/16" }
  }
}

run "username_with_a_tilde" {
  command         = plan
  expect_failures = [var.username]
  variables {
    username = "admin~1"
  }
}

run "username_of_a_guest" {
  command         = plan
  expect_failures = [var.username]
  variables {
    username = "Guest"
  }
}

run "password_too_short" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "short-one-1"
  }
}

run "password_too_long" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = join("", [for number in range(84) : "abc4"])
  }
}

run "password_of_three_characters" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "abcabcabcabc"
  }
}

run "password_with_a_comma" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "correct,horse-battery"
  }
}

run "password_with_a_colon" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "correct:horse-battery"
  }
}

run "password_with_an_equal_sign" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "correct=horse-battery"
  }
}

run "password_with_a_blank" {
  command         = plan
  expect_failures = [var.password]
  variables {
    password = "correct horse battery"
  }
}

run "option_with_a_blank_in_its_name" {
  command         = plan
  expect_failures = [var.configuration]
  variables {
    configuration = { "consumer timeout" = "1" }
  }
}

run "option_on_two_lines" {
  command         = plan
  expect_failures = [var.configuration]
  variables {
    configuration = { channel_max = "1\nheartbeat = 1" }
  }
}

run "option_without_a_value" {
  command         = plan
  expect_failures = [var.configuration]
  variables {
    configuration = { channel_max = "" }
  }
}

run "consumer_timeout_too_long" {
  command         = plan
  expect_failures = [var.configuration]
  variables {
    configuration = { consumer_timeout = "2147483648" }
  }
}

run "heartbeat_too_short" {
  command         = plan
  expect_failures = [var.configuration]
  variables {
    configuration = { heartbeat = "30" }
  }
}

run "key_that_is_no_arn" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "alias/shop"
  }
}

run "unknown_day" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = { day_of_week = "Sunday" }
  }
}

run "time_that_is_none" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = { time_of_day = "24:00" }
  }
}

run "time_zone_that_is_none" {
  command         = plan
  expect_failures = [var.maintenance_window]
  variables {
    maintenance_window = { time_zone = "berlin" }
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
