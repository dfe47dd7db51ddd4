mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name = "payments"
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_of_aws" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "aws/payments"
  }
}

run "empty_description" {
  command         = plan
  expect_failures = [var.description]
  variables {
    description = ""
  }
}

run "unknown_service" {
  command         = plan
  expect_failures = [var.services]
  variables {
    services = ["polly"]
  }
}

run "service_given_twice" {
  command         = plan
  expect_failures = [var.services]
  variables {
    services = ["logs", "s3", "logs"]
  }
}

run "log_groups_without_logs" {
  command         = plan
  expect_failures = [var.log_groups]
  variables {
    log_groups = ["/payments/*"]
  }
}

run "log_group_with_a_space" {
  command         = plan
  expect_failures = [var.log_groups]
  variables {
    services   = ["logs"]
    log_groups = ["/payments /api"]
  }
}

run "administrator_that_is_everybody" {
  command         = plan
  expect_failures = [var.administrators]
  variables {
    administrators = ["*"]
  }
}

run "administrator_that_is_an_account" {
  command         = plan
  expect_failures = [var.administrators]
  variables {
    administrators = ["arn:aws:iam::111122223333:root"]
  }
}

run "user_that_is_everybody" {
  command         = plan
  expect_failures = [var.users]
  variables {
    users = ["*"]
  }
}

run "user_that_is_all_roles" {
  command         = plan
  expect_failures = [var.users]
  variables {
    users = ["arn:aws:iam::111122223333:role/*"]
  }
}

run "rotation_too_often" {
  command         = plan
  expect_failures = [var.rotation_period_days]
  variables {
    rotation_period_days = 89
  }
}

run "rotation_too_seldom" {
  command         = plan
  expect_failures = [var.rotation_period_days]
  variables {
    rotation_period_days = 2561
  }
}

run "rotation_of_half_a_day" {
  command         = plan
  expect_failures = [var.rotation_period_days]
  variables {
    rotation_period_days = 90.5
  }
}

run "deletion_too_soon" {
  command         = plan
  expect_failures = [var.deletion_window_days]
  variables {
    deletion_window_days = 6
  }
}

run "deletion_too_late" {
  command         = plan
  expect_failures = [var.deletion_window_days]
  variables {
    deletion_window_days = 31
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
