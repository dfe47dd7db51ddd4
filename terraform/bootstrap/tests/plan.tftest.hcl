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

# What AWS would answer, so that policies with it can be reviewed in the plan.
override_resource {
  target          = module.key.aws_kms_key.this
  override_during = plan
  values          = { arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
}

variables {
  account_id   = "111122223333"
  region       = "eu-west-1"
  environments = ["staging"]
}

run "without_github" {
  command = plan

  assert {
    condition     = length(aws_ebs_encryption_by_default.this) == 1 && aws_ebs_encryption_by_default.this[0].enabled
    error_message = "Disks are encrypted."
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && output.github_roles == null
    error_message = "Without GitHub nobody from outside comes in."
  }

  assert {
    condition     = output.state_keys == { staging = "portal/staging.tfstate" } && output.backend.region == "eu-west-1"
    error_message = "Each environment has a state of its own."
  }
}

run "with_github" {
  command = plan

  variables {
    environments             = ["staging", "production"]
    encrypt_disks_by_default = false
    github = {
      repository        = "example/planroom"
      apply_policy_arns = { deploy = "arn:aws:iam::111122223333:policy/deploy-planroom" }
    }
  }

  assert {
    condition     = length(aws_ebs_encryption_by_default.this) == 0
    error_message = "The account's setting is left alone when something else sees to it."
  }

  assert {
    condition = alltrue([
      aws_iam_openid_connect_provider.github[0].url == "https://token.actions.githubusercontent.com",
      aws_iam_openid_connect_provider.github[0].client_id_list == toset(["sts.amazonaws.com"]),
    ])
    error_message = "GitHub's tokens are taken when they were made for AWS."
  }

  assert {
    condition = output.github_roles == {
      preview = "arn:aws:iam::111122223333:role/planroom-github-preview"
      plan    = "arn:aws:iam::111122223333:role/planroom-github-plan"
      apply   = { staging = "arn:aws:iam::111122223333:role/planroom-github-apply-staging", production = "arn:aws:iam::111122223333:role/planroom-github-apply-production" }
      image   = { staging = "arn:aws:iam::111122223333:role/planroom-github-image-staging", production = "arn:aws:iam::111122223333:role/planroom-github-image-production" }
    }
    error_message = "Previews, plans, applies and images have roles of their own."
  }
}

run "github_is_known_already" {
  command = plan

  variables {
    github = {
      repository        = "example/planroom"
      create_provider   = false
      apply_policy_arns = { deploy = "arn:aws:iam::111122223333:policy/deploy-planroom" }
    }
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && local.github_provider_arn == "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    error_message = "An account knows GitHub once."
  }
}
