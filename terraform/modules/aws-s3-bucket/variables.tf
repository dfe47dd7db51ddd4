variable "name" {
  description = "Name of the bucket, unique in all of AWS: 3 to 63 lower-case letters, digits, dashes and dots. Another name replaces the bucket."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.name))
    error_message = "The bucket's name needs 3 to 63 lower-case letters, digits, dashes or dots, beginning and ending with a letter or digit."
  }

  validation {
    condition     = !can(regex("[.]{2}|[.]-|-[.]", var.name)) && !can(regex("^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$", var.name))
    error_message = "The bucket's name must not look like an IP address, and a dot must stand between letters or digits."
  }

  validation {
    condition     = !can(regex("^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|[.]mrap)$", var.name))
    error_message = "The bucket's name begins or ends with something that AWS keeps for itself, for example \"xn--\" or \"-s3alias\"."
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
    How objects are encrypted at rest:
    - `algorithm`: `AES256` for keys kept by S3, or `aws:kms` for a key in KMS.
    - `kms_key_arn`: the key for `aws:kms`; without one, AWS's own key for S3 is used.
    - `bucket_key_enabled`: whether one bucket key spares calls to KMS.
  EOT
  type = object({
    algorithm          = optional(string, "AES256")
    kms_key_arn        = optional(string)
    bucket_key_enabled = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["AES256", "aws:kms"], var.encryption.algorithm)
    error_message = "The encryption algorithm must be AES256 or aws:kms."
  }

  validation {
    condition     = var.encryption.kms_key_arn == null ? true : var.encryption.algorithm == "aws:kms"
    error_message = "A KMS key is used only with the algorithm aws:kms."
  }

  validation {
    condition     = var.encryption.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+$", var.encryption.kms_key_arn))
    error_message = "The KMS key must be given as an ARN, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "retention" {
  description = <<-EOT
    How long objects are kept, in days; an age that is not given does not apply:
    - `delete_objects_after`: age at which objects are deleted.
    - `archive_objects_after`: age at which objects move to Glacier Instant Retrieval.
    - `delete_old_versions_after`: age at which overwritten and deleted versions are removed.
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

variable "force_destroy" {
  description = "Whether destroying the bucket also deletes the objects in it. Without it, a bucket with objects cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "access" {
  description = <<-EOT
    Who may use the bucket by its own policy, one statement for each name of your choice (lower-case letters, digits and dashes):
    - `preset`: `read`, `write` or `read-write` objects, `delete` them, `list` their names, or `deliver-logs` for the services of AWS that deliver logs.
    - `principals`: ARNs of the roles, users or accounts that may; for `deliver-logs`, of the accounts whose logs are delivered.
    - `prefix`: how the keys begin that this is about, ending with a slash, for example `reports/`; left out, it is about all keys.
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
    condition     = length(distinct([for name in keys(var.access) : replace(name, "-", "")])) == length(var.access)
    error_message = "Two names of access differ only in their dashes, which the policy leaves out: choose others."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : contains(["read", "write", "read-write", "delete", "list", "deliver-logs"], entry.preset)])
    error_message = "The preset of an access must be read, write, read-write, delete, list or deliver-logs."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : length(entry.principals) >= 1])
    error_message = "Each access needs at least one principal."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access) : [for principal in entry.principals : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$", principal))]]))
    error_message = "Principals must be ARNs of one role, user or account each, for example arn:aws:iam::111122223333:role/reports."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access) : [for principal in entry.principals : entry.preset != "deliver-logs" || endswith(principal, ":root")]]))
    error_message = "For deliver-logs give accounts as principals, for example arn:aws:iam::111122223333:root."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : entry.prefix == "" ? true : can(regex("^[A-Za-z0-9!_.'()=-][A-Za-z0-9!_.'()=/-]*/$", entry.prefix))])
    error_message = "A prefix ends with a slash, does not begin with one, and has no wildcards, for example reports/."
  }
}

variable "tags" {
  description = "Tags of the bucket, by key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) >= 1 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "A tag's key has 1 to 128 characters and does not begin with \"aws:\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : value == null ? false : length(value) <= 256])
    error_message = "A tag's value has at most 256 characters."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "A bucket has at most 50 tags."
  }
}
