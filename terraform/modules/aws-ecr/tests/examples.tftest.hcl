mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_resource "aws_ecr_repository" {
    defaults = { repository_url = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom-example" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = keys(output.repository_urls) == ["api", "web"]
    error_message = "Each repository has its address."
  }
}

run "other_accounts" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/other-accounts"
  }

  assert {
    condition     = output.repository_names["tools/migrate"] == "planroom-shared/tools/migrate"
    error_message = "Names may have several parts."
  }
}
