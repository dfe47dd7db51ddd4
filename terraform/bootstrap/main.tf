# What must be there before Terraform can keep a state in this account: a bucket and its key. Beside it, what belongs to the account and not
# to one environment.
provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]
}

data "aws_partition" "current" {}

locals {
  partition = data.aws_partition.current.partition
  here      = "${var.region}:${var.account_id}"
  tags      = { application = "planroom", part = "bootstrap" }

  buckets = {
    state = "planroom-state-${var.account_id}-${var.region}"
    plans = "planroom-plans-${var.account_id}-${var.region}"
  }

  github_environments = var.github == null ? toset([]) : toset(var.environments)
  # By its name, so that the trust of the roles can be read in the plan.
  github_provider_arn = "arn:${local.partition}:iam::${var.account_id}:oidc-provider/token.actions.githubusercontent.com"
  read_state = {
    list-state = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:${local.partition}:s3:::${local.buckets.state}"]
    }
    read-state = {
      actions   = ["s3:GetObject"]
      resources = [for key in values(local.state_keys) : "arn:${local.partition}:s3:::${local.buckets.state}/${key}"]
    }
  }

  state_keys = { for environment in var.environments : environment => "portal/${environment}.tfstate" }
}

module "key" {
  source = "../modules/aws-kms-key"

  name        = "planroom-state"
  description = "Terraform's state of the portal itself, and plans that wait"
  services    = ["s3"]
  tags        = local.tags
}

module "state" {
  source = "../modules/aws-s3-bucket"

  name       = local.buckets.state
  encryption = { algorithm = "aws:kms", kms_key_arn = module.key.arn }

  # Old versions are the way back after a mistake. Locks leave versions as well.
  retention = { delete_old_versions_after = 365, abort_uploads_after = 7 }
  tags      = local.tags
}

# A saved plan holds state and variables in clear, so that it must not lie where every reader of the repository may look.
module "plans" {
  source = "../modules/aws-s3-bucket"

  name       = local.buckets.plans
  encryption = { algorithm = "aws:kms", kms_key_arn = module.key.arn }
  retention  = { delete_objects_after = 14, delete_old_versions_after = 1, abort_uploads_after = 1 }
  tags       = local.tags
}

resource "aws_ebs_encryption_by_default" "this" {
  count = var.encrypt_disks_by_default ? 1 : 0

  enabled = true
}

resource "aws_iam_openid_connect_provider" "github" {
  count = try(var.github.create_provider, false) ? 1 : 0

  # AWS trusts GitHub's certificate by its authority; a thumbprint is not needed.
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
  tags           = local.tags
}

# Pull requests, whose code nobody has read yet. They are planned against the state alone (-refresh=false), so that the role reads nothing else.
module "preview_role" {
  source = "../modules/aws-iam-role"
  count  = var.github == null ? 0 : 1

  name        = "planroom-github-preview"
  description = "Workflows that show what a pull request would change"

  trust = {
    oidc = {
      provider_arn = local.github_provider_arn
      audience     = "sts.amazonaws.com"
      subjects     = ["repo:${var.github.repository}:pull_request"]
    }
  }

  permissions = merge(local.read_state, {
    look-at-the-account = {
      actions      = ["ec2:GetEbsEncryptionByDefault", "secretsmanager:GetRandomPassword"]
      any_resource = true
    }
  })

  tags = local.tags
}

# What came to main, which waits for a decision as a saved plan.
module "plan_role" {
  source = "../modules/aws-iam-role"
  count  = var.github == null ? 0 : 1

  name        = "planroom-github-plan"
  description = "Workflows that plan the portal's environments"

  trust = {
    oidc = {
      provider_arn = local.github_provider_arn
      audience     = "sts.amazonaws.com"
      subjects     = ["repo:${var.github.repository}:ref:refs/heads/main"]
    }
  }

  permissions = merge(local.read_state, {
    # The provider reads the value when it looks whether a secret has changed, and throws it away.
    compare-secrets = {
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [for environment in var.environments : "arn:${local.partition}:secretsmanager:${local.here}:secret:planroom-${environment}/*"]
    }
    hand-over-plans = {
      actions   = ["s3:PutObject"]
      resources = [for environment in var.environments : "arn:${local.partition}:s3:::${local.buckets.plans}/${environment}/*"]
    }
  })

  managed_policy_arns = var.github.plan_policy_arns
  tags                = local.tags
}

# Applies, after a person agreed in the GitHub environment of the same name.
module "apply_role" {
  source   = "../modules/aws-iam-role"
  for_each = local.github_environments

  name        = "planroom-github-apply-${each.key}"
  description = "Workflows that apply the portal's environment ${each.key}"

  trust = {
    oidc = {
      provider_arn = local.github_provider_arn
      audience     = "sts.amazonaws.com"
      subjects     = ["repo:${var.github.repository}:environment:${each.key}"]
    }
  }

  permissions = {
    list-state = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:${local.partition}:s3:::${local.buckets.state}"]
    }
    write-state = {
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["arn:${local.partition}:s3:::${local.buckets.state}/${local.state_keys[each.key]}"]
    }
    lock-state = {
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      resources = ["arn:${local.partition}:s3:::${local.buckets.state}/${local.state_keys[each.key]}.tflock"]
    }
    take-plans = {
      actions   = ["s3:GetObject", "s3:DeleteObject"]
      resources = ["arn:${local.partition}:s3:::${local.buckets.plans}/${each.key}/*"]
    }
  }

  managed_policy_arns = var.github.apply_policy_arns
  # Creating a database takes longer than an hour at times.
  session_duration_seconds = 7200
  tags                     = local.tags
}

# Images and bundles. They deploy nothing: what runs is decided by an apply.
module "image_role" {
  source   = "../modules/aws-iam-role"
  for_each = local.github_environments

  name        = "planroom-github-image-${each.key}"
  description = "Workflows that deliver images and bundles for the portal's environment ${each.key}"

  trust = {
    oidc = {
      provider_arn = local.github_provider_arn
      audience     = "sts.amazonaws.com"
      subjects     = ["repo:${var.github.repository}:environment:${each.key}"]
    }
  }

  permissions = {
    log-in-to-registry = {
      actions      = ["ecr:GetAuthorizationToken"]
      any_resource = true
    }
    push-images = {
      actions = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ]
      resources = [for repository in ["portal", "runner"] : "arn:${local.partition}:ecr:${local.here}:repository/planroom-${each.key}/${repository}"]
    }
    list-bundles = {
      actions   = ["s3:ListBucket"]
      resources = ["arn:${local.partition}:s3:::planroom-${each.key}-bundles-${var.account_id}-${var.region}"]
    }
    read-what-goes-into-bundles = {
      actions   = ["s3:GetObject"]
      resources = ["arn:${local.partition}:s3:::planroom-${each.key}-bundles-${var.account_id}-${var.region}/config/*"]
    }
    deliver-bundles = {
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["arn:${local.partition}:s3:::planroom-${each.key}-bundles-${var.account_id}-${var.region}/bundles/*"]
    }
  }

  tags = local.tags
}
