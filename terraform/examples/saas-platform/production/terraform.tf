terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # The rest comes from backend.hcl: terraform init -backend-config=backend.hcl
  backend "s3" {}
}

provider "aws" {
  region = var.region

  # A plan with the credentials of another account must fail, not propose to build everything anew.
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      managed-by = "planroom"
      repository = "saas-platform"
    }
  }
}
