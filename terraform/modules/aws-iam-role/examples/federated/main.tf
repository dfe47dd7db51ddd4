terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "role" {
  source = "../.."

  name        = "planroom-release"
  description = "Releases payments from its pipeline, and from that of the partner"
  path        = "/payments/"

  trust = {
    oidc = {
      provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
      audience     = "sts.amazonaws.com"
      subjects     = ["repo:planroom/payments:environment:dev", "repo:planroom/payments:ref:refs/tags/*"]
    }
    principals = {
      partner = {
        arn          = "arn:aws:iam::444455556666:role/pipeline"
        external_id  = "payments-release"
        session_tags = true
      }
    }
  }

  permissions = {
    push-image = {
      actions   = ["ecr:BatchCheckLayerAvailability", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
      resources = ["arn:aws:ecr:eu-west-1:111122223333:repository/payments"]
    }
    log-in = {
      actions      = ["ecr:GetAuthorizationToken"]
      any_resource = true
    }
    keep-out-of-production = {
      effect       = "Deny"
      actions      = ["*"]
      any_resource = true
      conditions   = { StringEquals = { "aws:ResourceTag/environment" = ["production"] } }
    }
  }

  permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
  session_duration_seconds = 7200

  tags = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.role.arn
}
