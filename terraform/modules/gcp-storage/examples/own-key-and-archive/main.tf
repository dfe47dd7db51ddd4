module "bucket" {
  source = "../.."

  name     = "planroom-example-archive"
  project  = "payments-dev-123456"
  location = "europe-west1"

  encryption = {
    kms_key_name = "projects/payments-dev-123456/locations/europe-west1/keyRings/storage/cryptoKeys/receipts"
  }

  retention = {
    archive_objects_after     = 30
    delete_objects_after      = 365
    delete_old_versions_after = 30
    abort_uploads_after       = 7
  }

  soft_delete_days = 30

  tags = { team = "payments", environment = "dev" }
}

output "self_link" {
  value = module.bucket.self_link
}
