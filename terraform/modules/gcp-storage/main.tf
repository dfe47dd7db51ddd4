locals {
  roles = {
    read       = ["roles/storage.objectViewer"]
    write      = ["roles/storage.objectCreator"]
    read-write = ["roles/storage.objectViewer", "roles/storage.objectCreator"]
    # The only predefined role that shows the names of objects and not what is in them.
    list = ["roles/storage.legacyBucketReader"]
  }

  # By position and not by principal, because the address of a service account made by the same apply is not known in the plan.
  members = merge([
    for name, entry in var.access : merge([
      for position, principal in entry.principals : {
        for role in local.roles[entry.preset] : "${name}/${position}/${trimprefix(role, "roles/storage.")}" => {
          role   = role
          member = principal
          prefix = entry.prefix
        }
      }
    ]...)
  ]...)

  lifecycle_rules = { for name, rule in {
    "1-abort-uploads" = {
      days      = var.retention.abort_uploads_after
      action    = { type = "AbortIncompleteMultipartUpload", storage_class = null }
      condition = { age = var.retention.abort_uploads_after, with_state = null, days_since_noncurrent_time = null }
    }
    "2-archive-objects" = {
      days      = var.retention.archive_objects_after
      action    = { type = "SetStorageClass", storage_class = "ARCHIVE" }
      condition = { age = var.retention.archive_objects_after, with_state = "LIVE", days_since_noncurrent_time = null }
    }
    "3-delete-objects" = {
      days      = var.retention.delete_objects_after
      action    = { type = "Delete", storage_class = null }
      condition = { age = var.retention.delete_objects_after, with_state = "LIVE", days_since_noncurrent_time = null }
    }
    "4-delete-old-versions" = {
      days      = var.retention.delete_old_versions_after
      action    = { type = "Delete", storage_class = null }
      condition = { age = null, with_state = "ARCHIVED", days_since_noncurrent_time = var.retention.delete_old_versions_after }
    }
  } : name => rule if rule.days != null }
}

resource "google_storage_bucket" "this" {
  name          = var.name
  project       = var.project
  location      = var.location
  storage_class = "STANDARD"
  force_destroy = var.force_destroy
  labels        = var.tags

  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = var.versioning
  }

  soft_delete_policy {
    retention_duration_seconds = var.soft_delete_days * 24 * 60 * 60
  }

  dynamic "encryption" {
    for_each = var.encryption.kms_key_name[*]

    content {
      default_kms_key_name = encryption.value
    }
  }

  dynamic "lifecycle_rule" {
    for_each = local.lifecycle_rules

    content {
      action {
        type          = lifecycle_rule.value.action.type
        storage_class = lifecycle_rule.value.action.storage_class
      }

      condition {
        age                        = lifecycle_rule.value.condition.age
        with_state                 = lifecycle_rule.value.condition.with_state
        days_since_noncurrent_time = lifecycle_rule.value.condition.days_since_noncurrent_time
      }
    }
  }
}

# One member each: what others grant on the same bucket stays.
resource "google_storage_bucket_iam_member" "access" {
  for_each = local.members

  bucket = google_storage_bucket.this.name
  role   = each.value.role
  member = each.value.member

  dynamic "condition" {
    for_each = each.value.prefix == "" ? [] : [each.value.prefix]

    content {
      title       = "prefix"
      description = "Only objects whose names begin with ${condition.value}"
      expression  = "resource.name.startsWith(\"projects/_/buckets/${var.name}/objects/${condition.value}\")"
    }
  }
}
