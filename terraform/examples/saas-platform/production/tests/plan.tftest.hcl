# Nothing that AWS answers is made up: what is known only after apply is unknown here too, as in the first plan of a new account.
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "444455556666" }
  }
}

variables {
  account_id             = "444455556666"
  domain                 = "shop.example.com"
  administrator_role_arn = "arn:aws:iam::444455556666:role/platform"
  developer_role_arn     = "arn:aws:iam::444455556666:role/developer"
}

run "production" {
  command = plan

  assert {
    condition     = output.cluster_name == "shop-production" && output.settings.secrets.database == "shop-production/database"
    error_message = "Names say the environment."
  }

  assert {
    condition     = keys(output.nat_public_ips) == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    error_message = "The platform calls others from a fixed address in each zone that has a NAT gateway."
  }

  assert {
    condition     = keys(output.repository_urls) == ["api", "web", "worker"]
    error_message = "Each component has a place for its images."
  }

  assert {
    condition     = keys(output.settings.queues) == ["exports", "mails"] && keys(output.settings.buckets) == ["exports", "uploads"]
    error_message = "Components get what they need as settings."
  }
}

run "number_of_an_account_with_eleven_digits" {
  command         = plan
  expect_failures = [var.account_id]
  variables {
    account_id = "44445555666"
  }
}
