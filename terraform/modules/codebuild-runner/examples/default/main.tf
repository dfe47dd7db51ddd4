module "runner" {
  source = "../.."

  name = "planroom-example"

  versions = {
    "1.11.4" = { image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/runner@sha256:3c1f0a9be0ac4a6d39d5b1cf3c8f6f6f2f9a4c5b8d7e6f5a4b3c2d1e0f9a8b7c" }
  }

  plan_role_arn  = "arn:aws:iam::111122223333:role/planroom-example-plan"
  apply_role_arn = "arn:aws:iam::111122223333:role/planroom-example-apply"

  tags = { team = "payments", environment = "dev" }
}

output "portal_config" {
  value = module.runner.portal_config
}

output "project_names" {
  value = module.runner.project_names
}
