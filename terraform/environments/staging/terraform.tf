terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # Bucket, key and region come from backend.hcl; the lock is a file beside the state.
  backend "s3" {
    use_lockfile = true
  }
}
