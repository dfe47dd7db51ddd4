variable "name" {
  description = "Beginning of the name of everything that is made: 3 to 25 lower-case letters, digits and dashes. Another name replaces everything, which the state bucket refuses."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 25 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "versions" {
  description = <<-EOT
    The Terraform and OpenTofu versions on offer, each with a project for plans and one for applies, by version:
    - `image`: image in ECR with the runner and this version, pinned by its digest.
    - `size`: machine of a build: `small`, `medium`, `large` or `xlarge`.
    - `architecture`: `x86_64` or `arm64`, as the image was built.
  EOT
  type = map(object({
    image        = string
    size         = optional(string, "small")
    architecture = optional(string, "x86_64")
  }))
  nullable = false

  validation {
    condition     = length(var.versions) >= 1
    error_message = "The runner needs at least one version."
  }

  validation {
    condition     = alltrue([for version in keys(var.versions) : can(regex("^[a-z0-9][a-z0-9.-]{0,29}$", version))])
    error_message = "A version has up to 30 lower-case letters, digits, dots and dashes, for example 1.11.4 or tofu-1.10.6."
  }

  validation {
    condition     = length(distinct([for version in keys(var.versions) : replace(version, ".", "-")])) == length(var.versions)
    error_message = "Two versions differ only in dots and dashes, which makes the names of their projects equal: choose others."
  }

  validation {
    condition     = alltrue([for version in values(var.versions) : can(regex("^[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.]amazonaws[.]com([.]cn)?/[a-z0-9._/-]+@sha256:[0-9a-f]{64}$", version.image))])
    error_message = "An image must be in ECR and pinned by its digest, for example 111122223333.dkr.ecr.eu-west-1.amazonaws.com/runner@sha256:..., 64 hexadecimal digits."
  }

  validation {
    condition     = alltrue([for version in values(var.versions) : contains(["small", "medium", "large", "xlarge"], version.size)])
    error_message = "The size of a build must be small, medium, large or xlarge."
  }

  validation {
    condition     = alltrue([for version in values(var.versions) : contains(["x86_64", "arm64"], version.architecture)])
    error_message = "The architecture must be x86_64 or arm64."
  }
}

variable "plan_role_arn" {
  description = "ARN of the role as which plans run, made by the module terraform-permissions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.plan_role_arn))
    error_message = "The role of plans must be given as an ARN, for example arn:aws:iam::111122223333:role/planroom-plan."
  }
}

variable "apply_role_arn" {
  description = "ARN of the role as which applies run, made by the module terraform-permissions."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", var.apply_role_arn))
    error_message = "The role of applies must be given as an ARN, for example arn:aws:iam::111122223333:role/planroom-apply."
  }

  validation {
    condition     = var.apply_role_arn != var.plan_role_arn
    error_message = "Plans and applies need different roles: a plan must not be able to change anything."
  }
}

variable "timeouts" {
  description = <<-EOT
    How long a build may take, in minutes:
    - `plan`: from its start; six minutes before its end, Terraform is interrupted and saves its state.
    - `apply`: the same for applies.
    - `queued`: how long it may wait for a free place.
  EOT
  type = object({
    plan   = optional(number, 60)
    apply  = optional(number, 480)
    queued = optional(number, 60)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for minutes in [var.timeouts.plan, var.timeouts.apply] : minutes >= 10 && minutes <= 720 && floor(minutes) == minutes])
    error_message = "A plan or apply may take 10 to 720 whole minutes: the credentials of its role end after 12 hours."
  }

  validation {
    condition     = var.timeouts.queued >= 5 && var.timeouts.queued <= 480 && floor(var.timeouts.queued) == var.timeouts.queued
    error_message = "A build may wait 5 to 480 whole minutes."
  }
}

variable "concurrency" {
  description = <<-EOT
    Builds at a time in each project; AWS refuses further ones, and the account's own quota is a second limit:
    - `plan`: plans of one version.
    - `apply`: applies of one version.
  EOT
  type = object({
    plan  = optional(number, 10)
    apply = optional(number, 5)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for builds in values(var.concurrency) : builds >= 1 && floor(builds) == builds])
    error_message = "Builds at a time must be whole numbers, at least 1."
  }
}

variable "network" {
  description = <<-EOT
    Private network in which builds run; without one they run in AWS's own and reach the internet, not your networks:
    - `vpc_id`: the VPC.
    - `subnet_ids`: its private subnets, with a NAT gateway or with endpoints for what builds use.
    - `egress`: what builds may reach beside HTTPS anywhere, by a name of your choice: `port` (TCP) and `cidr`.
  EOT
  type = object({
    vpc_id     = string
    subnet_ids = list(string)
    egress     = optional(map(object({ port = number, cidr = string })), {})
  })
  default = null

  validation {
    condition     = var.network == null ? true : can(regex("^vpc-[0-9a-f]+$", var.network.vpc_id))
    error_message = "The VPC must be given as an id, for example vpc-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = var.network == null ? true : length(var.network.subnet_ids) >= 1 && length(var.network.subnet_ids) <= 16
    error_message = "A network needs 1 to 16 subnets."
  }

  validation {
    condition     = var.network == null ? true : alltrue([for id in var.network.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "Subnets must be given as ids, for example subnet-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = var.network == null ? true : alltrue([for rule in values(var.network.egress) : rule.port >= 1 && rule.port <= 65535 && floor(rule.port) == rule.port])
    error_message = "A port is a whole number from 1 to 65535."
  }

  validation {
    condition     = var.network == null ? true : alltrue([for rule in values(var.network.egress) : can(cidrhost(rule.cidr, 0)) && !contains(["0.0.0.0/0", "::/0"], rule.cidr)])
    error_message = "What builds may reach beside HTTPS needs a range of addresses such as 10.0.0.0/16, not the whole internet."
  }
}

variable "create_kms_key" {
  description = "Whether the module makes the key that encrypts artifacts, state, logs and locks. Without it, `kms_key_arn` is used."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of your own key instead, when `create_kms_key` is false. Its policy must allow CloudWatch Logs to use it for the log group."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = var.create_kms_key ? var.kms_key_arn == null : var.kms_key_arn != null
    error_message = "Give a kms_key_arn exactly when create_kms_key is false."
  }
}

variable "artifact_retention_days" {
  description = "Days after which what plans and applies hand over is deleted. Where the portal keeps plan files here (`terraform.plans.store: s3`), a plan that waits longer for a decision cannot be applied any more."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.artifact_retention_days >= 1 && var.artifact_retention_days <= 90 && floor(var.artifact_retention_days) == var.artifact_retention_days
    error_message = "Artifacts are kept 1 to 90 whole days: saved plans hold secrets in clear and should not stay."
  }
}

variable "lock_table" {
  description = "Whether to make a DynamoDB table for locks, for Terraform before 1.11 and OpenTofu before 1.10. Later ones lock with a file in the state bucket."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_retention_days" {
  description = "Days for which the logs of builds are kept."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "tags" {
  description = "Tags of everything that is made, by key."
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
    error_message = "Give at most 49 tags: AWS takes 50, and the module adds a name."
  }
}
