mock_provider "google" {}

variables {
  name     = "payments-receipts"
  location = "europe-west1"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = google_storage_bucket.this.name == "payments-receipts" && google_storage_bucket.this.location == "europe-west1" && google_storage_bucket.this.storage_class == "STANDARD" && !google_storage_bucket.this.force_destroy
    error_message = "The bucket has the given name and place and keeps its objects."
  }

  assert {
    condition     = google_storage_bucket.this.uniform_bucket_level_access && google_storage_bucket.this.public_access_prevention == "enforced"
    error_message = "Access lists are off and nobody can make the bucket public."
  }

  assert {
    condition     = google_storage_bucket.this.versioning[0].enabled && google_storage_bucket.this.soft_delete_policy[0].retention_duration_seconds == 604800
    error_message = "Versions are kept, and what was removed for good can be restored for a week."
  }

  assert {
    condition     = length(google_storage_bucket.this.encryption) == 0
    error_message = "Without a key, Google's own are used."
  }

  assert {
    condition     = [for rule in google_storage_bucket.this.lifecycle_rule : one(rule.action).type] == ["AbortIncompleteMultipartUpload", "Delete"]
    error_message = "There are rules about unfinished uploads and old versions only."
  }

  assert {
    condition = alltrue([
      one(google_storage_bucket.this.lifecycle_rule[0].condition).age == 7,
      one(google_storage_bucket.this.lifecycle_rule[1].condition).days_since_noncurrent_time == 90,
      one(google_storage_bucket.this.lifecycle_rule[1].condition).with_state == "ARCHIVED",
      one(google_storage_bucket.this.lifecycle_rule[1].condition).age == null,
    ])
    error_message = "Unfinished uploads go after a week and old versions after 90 days, objects stay."
  }

  assert {
    condition     = length(google_storage_bucket_iam_member.access) == 0
    error_message = "Nobody gets access who was not named."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    project          = "payments-dev-123456"
    location         = "EUR4"
    versioning       = false
    force_destroy    = true
    soft_delete_days = 0
    tags             = { team = "payments" }
    encryption       = { kms_key_name = "projects/payments/locations/eur4/keyRings/storage/cryptoKeys/receipts" }
    retention = {
      archive_objects_after = 30
      delete_objects_after  = 365
    }
  }

  assert {
    condition     = google_storage_bucket.this.project == "payments-dev-123456" && google_storage_bucket.this.location == "EUR4" && google_storage_bucket.this.force_destroy
    error_message = "Project, place and force_destroy are as given."
  }

  assert {
    condition     = !google_storage_bucket.this.versioning[0].enabled && google_storage_bucket.this.soft_delete_policy[0].retention_duration_seconds == 0
    error_message = "Versioning and soft delete can be switched off."
  }

  assert {
    condition     = google_storage_bucket.this.labels == tomap({ team = "payments" })
    error_message = "The tags are as given."
  }

  assert {
    condition     = one(google_storage_bucket.this.encryption).default_kms_key_name == var.encryption.kms_key_name
    error_message = "The key is used."
  }

  assert {
    condition = [
      for rule in google_storage_bucket.this.lifecycle_rule :
      "${one(rule.action).type} ${one(rule.condition).with_state} ${one(rule.condition).age} ${coalesce(one(rule.action).storage_class, "-")}"
    ] == ["SetStorageClass LIVE 30 ARCHIVE", "Delete LIVE 365 -"]
    error_message = "Objects are archived, then deleted, and an age that is not given does not apply."
  }
}

run "access_by_presets" {
  command = plan

  variables {
    access = {
      reports  = { preset = "read", principals = ["group:audit@example.com", "user:operator@example.com"], prefix = "2026/" }
      names    = { preset = "list", principals = ["group:operators@example.com"] }
      producer = { preset = "write", principals = ["serviceAccount:receipts@payments-dev-123456.iam.gserviceaccount.com"] }
      service  = { preset = "read-write", principals = ["principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/subject/main"] }
    }
  }

  assert {
    condition = { for name, member in google_storage_bucket_iam_member.access : name => "${member.role} ${member.member}" } == {
      "names/0/legacyBucketReader" = "roles/storage.legacyBucketReader group:operators@example.com"
      "producer/0/objectCreator"   = "roles/storage.objectCreator serviceAccount:receipts@payments-dev-123456.iam.gserviceaccount.com"
      "reports/0/objectViewer"     = "roles/storage.objectViewer group:audit@example.com"
      "reports/1/objectViewer"     = "roles/storage.objectViewer user:operator@example.com"
      "service/0/objectCreator"    = "roles/storage.objectCreator principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/subject/main"
      "service/0/objectViewer"     = "roles/storage.objectViewer principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/subject/main"
    }
    error_message = "Each preset gives its own roles to exactly those principals and no others."
  }

  assert {
    condition     = one(google_storage_bucket_iam_member.access["reports/0/objectViewer"].condition).expression == "resource.name.startsWith(\"projects/_/buckets/payments-receipts/objects/2026/\")"
    error_message = "Objects are read below the prefix only."
  }

  assert {
    condition     = length(google_storage_bucket_iam_member.access["producer/0/objectCreator"].condition) == 0
    error_message = "Without a prefix, access is about all objects."
  }
}
