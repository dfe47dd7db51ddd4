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

  mock_data "aws_ebs_encryption_by_default" {
    defaults = { enabled = true }
  }
}

variables {
  name          = "planroom-dev"
  host_name     = "portal.example.com"
  zone_id       = "Z0123456789ABCDEFGHIJ"
  network       = { cidr = "10.42.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"] }
  allowed_cidrs = { office = "10.20.0.0/16" }
  size          = "small"
  instances     = { min = 1, max = 2 }
  database      = { instance_class = "db.t4g.small", multi_az = false, backup_retention_days = 7 }
  tags          = { application = "planroom", environment = "dev" }
  oidc = {
    metadata_url = "https://id.example.com/.well-known/openid-configuration"
    client_id    = "planroom"
  }
}

run "name_of_a_company" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Planroom"
  }
}

run "host_without_a_domain" {
  command         = plan
  expect_failures = [var.host_name]
  variables {
    host_name = "portal"
  }
}

run "zone_by_name" {
  command         = plan
  expect_failures = [var.zone_id]
  variables {
    zone_id = "example.com"
  }
}

run "version_latest" {
  command         = plan
  expect_failures = [var.portal_version]
  variables {
    portal_version = "latest"
  }
}

run "identity_provider_without_tls" {
  command         = plan
  expect_failures = [var.oidc]
  variables {
    oidc = { metadata_url = "http://id.example.com/.well-known/openid-configuration", client_id = "planroom" }
  }
}

run "identity_provider_without_an_application" {
  command         = plan
  expect_failures = [var.oidc]
  variables {
    oidc = { metadata_url = "https://id.example.com/.well-known/openid-configuration", client_id = "" }
  }
}

run "one_zone" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { cidr = "10.42.0.0/16", availability_zones = ["eu-west-1a"] }
  }
}

run "no_way_out" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = { cidr = "10.42.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"], nat = "none" }
  }
}

run "nobody_may_open_it" {
  command         = plan
  expect_failures = [var.allowed_cidrs]
  variables {
    allowed_cidrs = {}
  }
}

run "unknown_executor" {
  command         = plan
  expect_failures = [var.executor]
  variables {
    executor = "kubernetes"
  }
}

run "portal_without_a_place_for_runs" {
  command         = plan
  expect_failures = [var.executor]
  variables {
    portal_version = "1.0.0"
  }
}

run "local_without_consent" {
  command         = plan
  expect_failures = [var.accept_shared_host]
  variables {
    portal_version = "1.0.0"
    executor       = "local"
  }
}

run "environments_of_runs_twice" {
  command         = plan
  expect_failures = [var.run_environments]
  variables {
    run_environments = ["dev", "dev"]
  }
}

run "versions_without_a_choice" {
  command         = plan
  expect_failures = [var.terraform_version]
  variables {
    runner_images = {
      "1.11.4"      = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:0000000000000000000000000000000000000000000000000000000000000000"
      "tofu-1.10.6" = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:1111111111111111111111111111111111111111111111111111111111111111"
    }
  }
}

run "version_without_an_image" {
  command         = plan
  expect_failures = [var.terraform_version]
  variables {
    runner_images     = { "1.11.4" = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-dev/runner@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
    terraform_version = "1.1"
  }
}
