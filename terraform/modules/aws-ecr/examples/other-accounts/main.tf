module "registry" {
  source = "../.."

  name        = "planroom-shared"
  kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  repositories = {
    api = {
      keep_images     = 30
      push_principals = ["arn:aws:iam::111122223333:role/build"]
      pull_principals = ["arn:aws:iam::444455556666:role/nodes", "arn:aws:iam::777788889999:root"]
    }
    "tools/migrate" = {
      keep_images           = 0
      expire_untagged_after = 1
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "repository_names" {
  value = module.registry.repository_names
}
