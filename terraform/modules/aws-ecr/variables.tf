variable "name" {
  description = "Prefix of all repositories, which are called `<name>/<repository>`: lower-case letters and digits, with dashes, dots or underscores between them. Another name replaces the repositories with their images."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]+([._-][a-z0-9]+)*$", var.name)) && length(var.name) >= 2 && length(var.name) <= 64
    error_message = "The name needs 2 to 64 lower-case letters or digits, with single dashes, dots or underscores between them."
  }
}

variable "repositories" {
  description = <<-EOT
    The repositories, by the end of their name:
    - `immutable_tags`: whether a tag stays with the image that it was first given to.
    - `scan_on_push`: whether images are searched for known vulnerabilities when they arrive.
    - `keep_images`: how many of the newest images stay; 0 keeps all.
    - `expire_untagged_after`: age in days at which images without a tag are removed; 0 keeps them.
    - `pull_principals`: ARNs of the roles, users or accounts that may pull, beside those whose own policy in this account allows it.
    - `push_principals`: the same for pushing, which includes pulling what a push compares with.
  EOT
  type = map(object({
    immutable_tags        = optional(bool, true)
    scan_on_push          = optional(bool, true)
    keep_images           = optional(number, 100)
    expire_untagged_after = optional(number, 7)
    pull_principals       = optional(list(string), [])
    push_principals       = optional(list(string), [])
  }))
  nullable = false

  validation {
    condition     = length(var.repositories) >= 1
    error_message = "Give at least one repository."
  }

  validation {
    condition     = alltrue([for name in keys(var.repositories) : can(regex("^[a-z0-9]+([._/-][a-z0-9]+)*$", name)) && length(name) <= 190])
    error_message = "Repositories are named with up to 190 lower-case letters or digits, with single dashes, dots, underscores or slashes between them."
  }

  validation {
    condition     = alltrue([for repository in values(var.repositories) : repository.keep_images >= 0 && floor(repository.keep_images) == repository.keep_images])
    error_message = "How many images stay is a whole number, or 0 for all."
  }

  validation {
    condition     = alltrue([for repository in values(var.repositories) : repository.expire_untagged_after >= 0 && floor(repository.expire_untagged_after) == repository.expire_untagged_after])
    error_message = "The age of images without a tag is a whole number of days, or 0 to keep them."
  }

  validation {
    condition     = alltrue(flatten([for repository in values(var.repositories) : [for principal in concat(repository.pull_principals, repository.push_principals) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$", principal))]]))
    error_message = "Principals must be ARNs of one role, user or account each, for example arn:aws:iam::111122223333:role/deploy."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for the images; without one, they are encrypted with keys kept by ECR. Another key replaces the repositories with their images."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "force_delete" {
  description = "Whether destroying a repository also deletes the images in it. Without it, a repository with images cannot be destroyed."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the repositories, by key."
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
    condition     = length(var.tags) <= 49
    error_message = "At most 49 tags can be given: AWS allows 50, and the module adds the name."
  }
}
