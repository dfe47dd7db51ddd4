mock_provider "aws" {}

variables {
  name         = "payments"
  repositories = { web = {} }
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_with_two_dashes" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments--web"
  }
}

run "no_repository" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = {}
  }
}

run "repository_with_capitals" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = { Web = {} }
  }
}

run "less_than_no_image" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = { web = { keep_images = -1 } }
  }
}

run "half_a_day" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = { web = { expire_untagged_after = 0.5 } }
  }
}

run "pulled_by_everybody" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = { web = { pull_principals = ["*"] } }
  }
}

run "pushed_by_all_roles" {
  command         = plan
  expect_failures = [var.repositories]
  variables {
    repositories = { web = { push_principals = ["arn:aws:iam::111122223333:role/*"] } }
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "alias/payments"
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
