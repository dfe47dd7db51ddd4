mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  name = "payments/token"
}

run "name_with_a_space" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments token"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = join("", [for number in range(513) : "x"])
  }
}

run "long_description" {
  command         = plan
  expect_failures = [var.description]
  variables {
    description = format("%02049d", 0)
  }
}

run "empty_value" {
  command         = plan
  expect_failures = [var.value]
  variables {
    value         = ""
    value_version = 1
  }
}

run "value_too_long" {
  command         = plan
  expect_failures = [var.value]
  variables {
    value         = format("%065537d", 0)
    value_version = 1
  }
}

run "value_and_generate" {
  command         = plan
  expect_failures = [var.value]
  variables {
    value         = "given-for-the-test"
    value_version = 1
    generate      = {}
  }
}

run "value_without_version" {
  command         = plan
  expect_failures = [var.value]
  variables {
    value = "given-for-the-test"
  }
}

run "version_without_value" {
  command         = plan
  expect_failures = [var.value]
  variables {
    value_version = 1
  }
}

run "version_of_zero" {
  command         = plan
  expect_failures = [var.value_version]
  variables {
    generate      = {}
    value_version = 0
  }
}

run "half_a_version" {
  command         = plan
  expect_failures = [var.value_version]
  variables {
    generate      = {}
    value_version = 1.5
  }
}

run "generated_too_short" {
  command         = plan
  expect_failures = [var.generate]
  variables {
    value_version = 1
    generate      = { length = 15 }
  }
}

run "generated_too_long" {
  command         = plan
  expect_failures = [var.generate]
  variables {
    value_version = 1
    generate      = { length = 129 }
  }
}

run "generate_without_version" {
  command         = plan
  expect_failures = [var.generate]
  variables {
    generate = {}
  }
}

run "key_that_is_an_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/payments"
  }
}

run "reader_that_is_everybody" {
  command         = plan
  expect_failures = [var.readers]
  variables {
    readers = ["*"]
  }
}

run "reader_that_is_an_account" {
  command         = plan
  expect_failures = [var.readers]
  variables {
    readers = ["arn:aws:iam::111122223333:root"]
  }
}

run "recovery_too_short" {
  command         = plan
  expect_failures = [var.recovery_window_days]
  variables {
    recovery_window_days = 6
  }
}

run "recovery_too_long" {
  command         = plan
  expect_failures = [var.recovery_window_days]
  variables {
    recovery_window_days = 31
  }
}

run "recovery_of_half_a_day" {
  command         = plan
  expect_failures = [var.recovery_window_days]
  variables {
    recovery_window_days = 7.5
  }
}

run "replica_in_no_region" {
  command         = plan
  expect_failures = [var.replicas]
  variables {
    replicas = { frankfurt = {} }
  }
}

run "replica_in_the_same_region" {
  command         = plan
  expect_failures = [var.replicas]
  variables {
    replicas = { eu-west-1 = {} }
  }
}

run "replica_with_a_key_that_is_no_arn" {
  command         = plan
  expect_failures = [var.replicas]
  variables {
    replicas = { eu-central-1 = { kms_key_arn = "alias/payments" } }
  }
}

run "replica_with_a_key_of_another_region" {
  command         = plan
  expect_failures = [var.replicas]
  variables {
    replicas = { eu-central-1 = { kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
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

run "generated_of_too_few_characters" {
  command         = plan
  expect_failures = [aws_secretsmanager_secret_version.this]
  variables {
    value_version = 1
    generate      = { exclude_lowercase = true, exclude_uppercase = true, exclude_characters = "0" }
  }
}

run "generated_of_no_characters" {
  command         = plan
  expect_failures = [aws_secretsmanager_secret_version.this]
  variables {
    value_version = 1
    generate      = { exclude_lowercase = true, exclude_uppercase = true, exclude_numbers = true }
  }
}
