variable "name" {
  description = "Name of the bucket, unique in all of Google Cloud: 3 to 63 lower-case letters, digits, dashes and underscores. Another name replaces the bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$", var.name))
    error_message = "The bucket's name needs 3 to 63 lower-case letters, digits, dashes or underscores, beginning and ending with a letter or digit."
  }

  validation {
    condition     = !can(regex("^goog|google|g00gle", var.name))
    error_message = "The bucket's name must not begin with \"goog\" nor contain \"google\" or something close to it."
  }
}

variable "project" {
  description = "ID of the project in which the bucket is; left out, it is the provider's. Another project replaces the bucket."
  type        = string
  default     = null

  validation {
    condition     = var.project == null ? true : can(regex("^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "The project must be given by its ID, for example payments-dev-123456, not by its number or name."
  }
}

variable "location" {
  description = "Where the objects are kept: a region (`europe-west1`), a pair of regions (`EUR4`) or a continent (`EU`). Another location replaces the bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z]+-[a-z]+[0-9]{1,2}|[A-Z]{2,4}[0-9]{0,2})$", var.location))
    error_message = "The location must be a region in lower case, for example europe-west1, or a wider one in capitals, for example EU or EUR4."
  }
}

variable "versioning" {
  description = "Whether overwritten and deleted objects are kept as old versions."
  type        = bool
  default     = true
  nullable    = false
}

variable "encryption" {
  description = <<-EOT
    How objects are encrypted at rest; Google always encrypts them:
    - `kms_key_name`: full name of the key in Cloud KMS that new objects are encrypted with; without one, Google's own keys are used.
  EOT
  type = object({
    kms_key_name = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.encryption.kms_key_name == null ? true : can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.encryption.kms_key_name))
    error_message = "The KMS key must be given by its full name without a version, for example projects/payments/locations/europe-west1/keyRings/storage/cryptoKeys/receipts."
  }
}

variable "retention" {
  description = <<-EOT
    How long objects are kept, in days; an age that is not given does not apply:
    - `delete_objects_after`: age at which objects are deleted.
    - `archive_objects_after`: age at which objects move to the storage class ARCHIVE.
    - `delete_old_versions_after`: how long after they were overwritten or deleted old versions are removed.
    - `abort_uploads_after`: age at which unfinished uploads are removed.
  EOT
  type = object({
    delete_objects_after      = optional(number)
    archive_objects_after     = optional(number)
    delete_old_versions_after = optional(number)
    abort_uploads_after       = optional(number)
  })
  default = {
    delete_old_versions_after = 90
    abort_uploads_after       = 7
  }
  nullable = false

  validation {
    condition     = anytrue([for days in values(var.retention) : days != null])
    error_message = "A retention needs at least one age, for example abort_uploads_after = 7."
  }

  validation {
    condition     = alltrue([for days in values(var.retention) : days == null ? true : days >= 1 && floor(days) == days])
    error_message = "Ages must be whole numbers of days, at least 1."
  }

  validation {
    condition     = var.retention.delete_objects_after == null || var.retention.archive_objects_after == null ? true : var.retention.delete_objects_after > var.retention.archive_objects_after
    error_message = "Objects must be archived before they are deleted: archive_objects_after must be less than delete_objects_after."
  }
}

variable "soft_delete_days" {
  description = "How many days objects that were removed for good can still be restored: 7 to 90, or 0 for not at all."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.soft_delete_days == 0 || (var.soft_delete_days >= 7 && var.soft_delete_days <= 90 && floor(var.soft_delete_days) == var.soft_delete_days)
    error_message = "Google keeps what was removed for a whole number of 7 to 90 days, or not at all: set 0."
  }
}

variable "force_destroy" {
  description = "Whether destroying the bucket also deletes the objects in it. Without it, a bucket with objects cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "access" {
  description = <<-EOT
    Who may use the bucket, by a name of your choice (lower-case letters, digits and dashes):
    - `preset`: `read`, `write` (new objects) or `read-write` objects, or `list` their names. `read` shows the names as well.
    - `principals`: users, groups and service accounts that may, as IAM writes them, for example `serviceAccount:reports@payments.iam.gserviceaccount.com`.
    - `prefix`: how the names begin that this is about, ending with a slash, for example `reports/`; left out, it is about all objects. Not for `list`.
  EOT
  type = map(object({
    preset     = string
    principals = list(string)
    prefix     = optional(string, "")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.access) : can(regex("^[a-z][a-z0-9-]{0,61}$", name))])
    error_message = "Names of access have up to 62 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : contains(["read", "write", "read-write", "list"], entry.preset)])
    error_message = "The preset of an access must be read, write, read-write or list."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : length(entry.principals) >= 1])
    error_message = "Each access needs at least one principal."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access) : [for principal in entry.principals : can(regex("^((user|group|serviceAccount):[^@:\\s*]+@[^@:\\s*]+[.][a-z]+|principal(Set)?://iam[.]googleapis[.]com/[^\\s*]+)$", principal))]]))
    error_message = "Principals must be single users, groups, service accounts or federated identities, for example group:reports@example.com; allUsers, allAuthenticatedUsers, whole domains and wildcards are refused."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : entry.prefix == "" ? true : can(regex("^[A-Za-z0-9!_.()=-][A-Za-z0-9!_.()=/-]*/$", entry.prefix))])
    error_message = "A prefix ends with a slash, does not begin with one, and has no wildcards, for example reports/."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : entry.prefix == "" || entry.preset != "list"])
    error_message = "Names are listed of the whole bucket: leave the prefix out for list."
  }
}

variable "tags" {
  description = "Tags of the bucket, by key; Google calls them labels."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && !startswith(key, "goog")])
    error_message = "A tag's key has 1 to 63 lower-case letters, digits, dashes and underscores, begins with a letter and not with \"goog\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "A tag's value has at most 63 lower-case letters, digits, dashes and underscores."
  }

  validation {
    condition     = length(var.tags) <= 64
    error_message = "A bucket has at most 64 tags."
  }
}
