module "runner" {
  source = "../.."

  name = "planroom-private"

  versions = {
    "1.11.4"      = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }
    "1.9.8"       = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:9b8a7f6e5d4c3b2a190807f6e5d4c3b2a1f0e9d8c7b6a5948372615049382716" }
    "tofu-1.10.6" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0", size = "medium", architecture = "arm64" }
  }

  plan_role_arn  = "arn:aws:iam::111122223333:role/planroom-private-plan"
  apply_role_arn = "arn:aws:iam::111122223333:role/planroom-private-apply"

  network = {
    vpc_id     = "vpc-0a1b2c3d4e5f67890"
    subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]
    egress     = { databases = { port = 5432, cidr = "10.20.0.0/16" } }
  }

  create_kms_key = false
  kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  lock_table     = true

  tags = { team = "payments", environment = "dev" }
}

output "project_names" {
  value = module.runner.project_names
}
