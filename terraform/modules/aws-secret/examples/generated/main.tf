terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "secret" {
  source = "../.."

  name          = "payments/signing"
  description   = "Signs callbacks"
  value_version = 1

  generate = {
    length             = 64
    exclude_characters = "0O1lI"
  }

  kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  readers     = ["arn:aws:iam::111122223333:role/payments", "arn:aws:iam::444455556666:role/audit"]

  replicas = {
    eu-central-1 = { kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  tags = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.secret.arn
}
