mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name = "payments-receipts"
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_too_short" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "ab"
  }
}

run "name_like_an_address" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "192.168.1.1"
  }
}

run "name_with_two_dots" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments..receipts"
  }
}

run "reserved_prefix" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "xn--payments"
  }
}

run "reserved_suffix" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments-s3alias"
  }
}

run "unknown_algorithm" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { algorithm = "DES" }
  }
}

run "key_without_kms" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1" }
  }
}

run "key_that_is_no_arn" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { algorithm = "aws:kms", kms_key_arn = "alias/payments" }
  }
}

run "no_age_at_all" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = {}
  }
}

run "age_of_zero" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = { delete_objects_after = 0 }
  }
}

run "deleted_before_archived" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = { archive_objects_after = 30, delete_objects_after = 30 }
  }
}

run "access_name_with_capitals" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { Reports = { preset = "read", principals = ["arn:aws:iam::111122223333:role/reports"] } }
  }
}

run "access_names_that_differ_in_dashes" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { a-1 = { preset = "read", principals = ["arn:aws:iam::111122223333:role/reports"] }, a1 = { preset = "list", principals = ["arn:aws:iam::111122223333:role/reports"] } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "admin", principals = ["arn:aws:iam::111122223333:role/reports"] } }
  }
}

run "access_of_nobody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = [] } }
  }
}

run "access_of_everybody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["*"] } }
  }
}

run "access_of_all_roles" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["arn:aws:iam::111122223333:role/*"] } }
  }
}

run "logs_of_a_role" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { logs = { preset = "deliver-logs", principals = ["arn:aws:iam::111122223333:role/reports"] } }
  }
}

run "prefix_without_slash" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["arn:aws:iam::111122223333:role/reports"], prefix = "reports" } }
  }
}

run "prefix_with_a_wildcard" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["arn:aws:iam::111122223333:role/reports"], prefix = "*/" } }
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
    tags = { for number in range(51) : "tag${number}" => "x" }
  }
}
