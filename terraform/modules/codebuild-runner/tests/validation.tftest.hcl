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
  name           = "planroom"
  plan_role_arn  = "arn:aws:iam::111122223333:role/planroom-plan"
  apply_role_arn = "arn:aws:iam::111122223333:role/planroom-apply"
  versions = {
    "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }
  }
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Planroom"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "planroom-of-the-whole-company"
  }
}

run "no_version" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = {}
  }
}

run "version_with_a_slash" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11/4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" } }
  }
}

run "versions_with_equal_projects" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }, "1-11" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" } }
  }
}

run "image_without_digest" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner:latest" } }
  }
}

run "image_from_elsewhere" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11.4" = { image = "docker.io/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" } }
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c", size = "huge" } }
  }
}

run "unknown_architecture" {
  command         = plan
  expect_failures = [var.versions]
  variables {
    versions = { "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c", architecture = "riscv" } }
  }
}

run "plan_role_that_is_no_arn" {
  command         = plan
  expect_failures = [var.plan_role_arn]
  variables {
    plan_role_arn = "planroom-plan"
  }
}

run "apply_role_that_is_no_arn" {
  command         = plan
  expect_failures = [var.apply_role_arn]
  variables {
    apply_role_arn = "planroom-apply"
  }
}

run "one_role_for_both" {
  command         = plan
  expect_failures = [var.apply_role_arn]
  variables {
    apply_role_arn = "arn:aws:iam::111122223333:role/planroom-plan"
  }
}

run "apply_beyond_its_credentials" {
  command         = plan
  expect_failures = [var.timeouts]
  variables {
    timeouts = { apply = 721 }
  }
}

run "plan_too_short" {
  command         = plan
  expect_failures = [var.timeouts]
  variables {
    timeouts = { plan = 5 }
  }
}

run "queued_too_long" {
  command         = plan
  expect_failures = [var.timeouts]
  variables {
    timeouts = { queued = 481 }
  }
}

run "no_build_at_a_time" {
  command         = plan
  expect_failures = [var.concurrency]
  variables {
    concurrency = { apply = 0 }
  }
}

run "network_without_vpc_id" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "main", subnet_ids = ["subnet-0a1b2c3d4e5f67890"] }
  }
}

run "network_without_subnets" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "vpc-0a1b2c3d4e5f67890", subnet_ids = [] }
  }
}

run "subnet_that_is_no_id" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "vpc-0a1b2c3d4e5f67890", subnet_ids = ["private-a"] }
  }
}

run "egress_to_port_zero" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "vpc-0a1b2c3d4e5f67890", subnet_ids = ["subnet-0a1b2c3d4e5f67890"], egress = { all = { port = 0, cidr = "10.0.0.0/16" } } }
  }
}

run "egress_to_everywhere" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { vpc_id = "vpc-0a1b2c3d4e5f67890", subnet_ids = ["subnet-0a1b2c3d4e5f67890"], egress = { all = { port = 22, cidr = "0.0.0.0/0" } } }
  }
}

run "key_that_is_no_arn" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    create_kms_key = false
    kms_key_arn    = "alias/planroom"
  }
}

run "key_beside_an_own_one" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

run "no_key_at_all" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    create_kms_key = false
  }
}

run "artifacts_kept_too_long" {
  command         = plan
  expect_failures = [var.artifact_retention_days]
  variables {
    artifact_retention_days = 365
  }
}

run "log_retention_that_aws_does_not_know" {
  command         = plan
  expect_failures = [var.log_retention_days]
  variables {
    log_retention_days = 100
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
