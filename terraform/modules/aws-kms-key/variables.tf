variable "name" {
  description = "Name of the key, which becomes its alias: 3 to 64 lower-case letters, digits, dashes, underscores and slashes. Another name replaces the alias and keeps the key."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9/_-]{1,62}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 64 lower-case letters, digits, dashes, underscores or slashes, beginning with a letter and ending with a letter or digit."
  }

  validation {
    condition     = !startswith(var.name, "aws/")
    error_message = "Names that begin with \"aws/\" belong to AWS's own keys: choose another one."
  }
}

variable "description" {
  description = "What the key is for; without one, its name is said."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) >= 1 && length(var.description) <= 8192
    error_message = "The description needs 1 to 8192 characters."
  }
}

variable "services" {
  description = <<-EOT
    Services of AWS that may use the key in this account and region, by name:
    - `logs`: CloudWatch Logs, for the log groups in `log_groups`.
    - `cloudtrail`: trails of this account.
    - `cloudwatch`: alarms that are sent to encrypted topics.
    - `events`: EventBridge, which sends to encrypted topics and queues.
    - `log-delivery`: services that deliver their logs to an encrypted bucket, for example flow logs of a VPC.
    - `s3` and `sns`: for whoever may use them, and to notify encrypted topics and queues.
    - `backup`, `dynamodb`, `ec2` (disks), `ecr`, `elasticache`, `elasticfilesystem`, `es`, `fsx`, `kinesis`, `lambda`, `rds` (DocumentDB too), `redshift`, `secretsmanager`, `sqs`, `ssm`: for whoever may use them.
  EOT
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([for service in var.services : contains([
      "backup", "cloudtrail", "cloudwatch", "dynamodb", "ec2", "ecr", "elasticache", "elasticfilesystem", "es", "events", "fsx", "kinesis",
      "lambda", "log-delivery", "logs", "rds", "redshift", "s3", "secretsmanager", "sns", "sqs", "ssm",
    ], service)])
    error_message = "Services are given by the names that the description lists, for example logs, s3 or rds."
  }

  validation {
    condition     = length(distinct(var.services)) == length(var.services)
    error_message = "Each service may be given once."
  }
}

variable "log_groups" {
  description = "Names of the log groups that may use the key when `logs` is among the services, with * for any text, for example [\"/vpc/payments/*\"]. Without any, all log groups of this account and region may."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.log_groups) == 0 || contains(var.services, "logs")
    error_message = "Log groups use the key only when logs is among the services."
  }

  validation {
    condition     = alltrue([for group in var.log_groups : can(regex("^[A-Za-z0-9_/.#*-]{1,512}$", group))])
    error_message = "A log group's name has up to 512 letters, digits and the characters _ / . # - with * for any text."
  }
}

variable "administrators" {
  description = "ARNs of the roles and users that may change the key, its policy and its deletion, but not encrypt and decrypt. Without any, the policies of the account's roles decide alone."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for principal in var.administrators : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", principal))])
    error_message = "Administrators must be ARNs of one role or user each, for example arn:aws:iam::111122223333:role/platform."
  }
}

variable "users" {
  description = "ARNs of the roles, users and accounts that may encrypt and decrypt with the key. Roles of this account need no entry when their own policy allows the key."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for principal in var.users : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(root|(role|user)/[A-Za-z0-9+=,.@_/-]+)$", principal))])
    error_message = "Users must be ARNs of one role, user or account each, for example arn:aws:iam::111122223333:role/payments."
  }
}

variable "rotation_period_days" {
  description = "Days after which AWS makes new key material, 90 to 2560. What was encrypted before stays readable."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.rotation_period_days >= 90 && var.rotation_period_days <= 2560 && floor(var.rotation_period_days) == var.rotation_period_days
    error_message = "The rotation period must be a whole number of days from 90 to 2560."
  }
}

variable "deletion_window_days" {
  description = "Days from the order to delete the key until it is gone, 7 to 30, in which the deletion can be cancelled."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30 && floor(var.deletion_window_days) == var.deletion_window_days
    error_message = "The deletion window must be a whole number of days from 7 to 30."
  }
}

variable "multi_region" {
  description = "Whether the key may get replicas in other regions. Changing it replaces the key."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of the key, by key; its name is added as `Name`."
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
