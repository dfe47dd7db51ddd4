variable "name" {
  description = "Name of the secret, unique in the account and region: up to 512 letters, digits and the characters / _ + = . @ -. Another name replaces the secret."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9/_+=.@-]{1,512}$", var.name))
    error_message = "The name needs 1 to 512 letters, digits or characters out of / _ + = . @ and dashes."
  }
}

variable "description" {
  description = "What the secret is for. Everybody who may list secrets sees it: nothing secret belongs here."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 2048
    error_message = "The description has at most 2048 characters."
  }
}

variable "value" {
  description = "The secret itself, as text or JSON. It goes to AWS only. Terraform wants it with every plan while `value_version` is given, and writes it only when that number is new."
  type        = string
  default     = null
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = var.value == null ? true : length(var.value) >= 1 && length(var.value) <= 65536
    error_message = "The value needs 1 to 65536 characters."
  }

  validation {
    condition     = var.value == null || var.generate == null
    error_message = "Give either value or generate, not both."
  }

  validation {
    condition     = var.value == null || var.value_version != null
    error_message = "Give value_version with the value: 1 for the first one, and a new number for each that is to be written."
  }

  validation {
    condition     = var.value != null || var.value_version == null || var.generate != null
    error_message = "Give the value with value_version, or use generate. Without either, leave value_version out, and fill the secret by hand."
  }
}

variable "value_version" {
  description = "Number of the value. A new number writes `value`, or a newly generated one; the same number leaves the secret alone. Left out, Terraform gives the secret no value, and it is filled by hand."
  type        = number
  default     = null

  validation {
    condition     = var.value_version == null ? true : var.value_version >= 1 && floor(var.value_version) == var.value_version
    error_message = "The value's version must be a whole number, at least 1."
  }
}

variable "generate" {
  description = <<-EOT
    Has Terraform draw a random value while applying, which nobody gets to see, not even in the plan or the state:
    - `length`: number of characters, 16 to 128.
    - `exclude_lowercase`, `exclude_uppercase`, `exclude_numbers`, `exclude_punctuation`: kinds of characters that it is not made of.
    - `exclude_characters`: further characters that it is not made of, for example `0O1lI`.
  EOT
  type = object({
    length              = optional(number, 32)
    exclude_lowercase   = optional(bool, false)
    exclude_uppercase   = optional(bool, false)
    exclude_numbers     = optional(bool, false)
    exclude_punctuation = optional(bool, true)
    exclude_characters  = optional(string, "")
  })
  default = null

  validation {
    condition     = var.generate == null ? true : var.generate.length >= 16 && var.generate.length <= 128 && floor(var.generate.length) == var.generate.length
    error_message = "A generated value needs a whole number of characters from 16 to 128."
  }

  validation {
    condition     = var.generate == null || var.value_version != null
    error_message = "Give value_version with generate: 1 for the first value, and a new number for each new one."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the value; without one, AWS's own key for Secrets Manager is used, with which other accounts cannot read it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "readers" {
  description = "ARNs of the roles and users that may read the value. Roles of this account need no entry when their own policy allows it."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for principal in var.readers : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", principal))])
    error_message = "Readers must be ARNs of one role or user each, for example arn:aws:iam::111122223333:role/payments."
  }
}

variable "recovery_window_days" {
  description = "Days in which a deleted secret can be restored, 7 to 30; 0 deletes it at once and for ever. Its name is free again only after them."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.recovery_window_days == 0 || var.recovery_window_days >= 7 && var.recovery_window_days <= 30 && floor(var.recovery_window_days) == var.recovery_window_days
    error_message = "The recovery window must be a whole number of days from 7 to 30, or 0."
  }
}

variable "replicas" {
  description = <<-EOT
    Copies that AWS keeps in other regions, by the region's name:
    - `kms_key_arn`: the key there; without one, AWS's own key for Secrets Manager is used.
  EOT
  type = map(object({
    kms_key_arn = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for region in keys(var.replicas) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region))])
    error_message = "Replicas are given by the region's name, for example eu-central-1."
  }

  validation {
    condition     = !contains(keys(var.replicas), data.aws_region.current.name)
    error_message = "A replica must be in another region than the secret itself."
  }

  validation {
    condition     = alltrue([for replica in values(var.replicas) : replica.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", replica.kms_key_arn))])
    error_message = "The KMS key of a replica must be given as the ARN of a key."
  }

  validation {
    condition     = alltrue([for region, replica in var.replicas : replica.kms_key_arn == null ? true : try(split(":", replica.kms_key_arn)[3], region) == region])
    error_message = "The KMS key of a replica must be in the replica's region."
  }
}

variable "tags" {
  description = "Tags of the secret, by key; its name is added as `Name`."
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
