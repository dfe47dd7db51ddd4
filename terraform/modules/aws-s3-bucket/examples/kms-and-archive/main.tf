module "bucket" {
  source = "../.."

  name = "planroom-example-archive"

  encryption = {
    algorithm   = "aws:kms"
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  retention = {
    archive_objects_after     = 30
    delete_objects_after      = 365
    delete_old_versions_after = 30
    abort_uploads_after       = 7
  }

  tags = { team = "payments", environment = "dev" }
}

output "domain_name" {
  value = module.bucket.domain_name
}
