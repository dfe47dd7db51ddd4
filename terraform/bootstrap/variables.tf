variable "account_id" {
  description = "The AWS account that is prepared. With credentials for another one, Terraform refuses to work."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account must be given by its twelve digits."
  }
}

variable "region" {
  description = "Region that is prepared; another one needs a bootstrap of its own."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be given by its name, for example eu-west-1."
  }
}

variable "environments" {
  description = "Environments of the portal in this account and region: folders of terraform/environments, for example staging. Environments should have accounts of their own."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.environments) >= 1 && alltrue([for name in var.environments : can(regex("^[a-z][a-z0-9]{1,11}$", name))])
    error_message = "Give at least one environment, with a name of up to 12 lower-case letters and digits, for example staging."
  }

  validation {
    condition     = length(distinct(var.environments)) == length(var.environments)
    error_message = "Each environment may be given once."
  }
}

variable "encrypt_disks_by_default" {
  description = "Whether all new disks of this account and region are encrypted, without which the portal's instances would not be. Set it to false only where something else sees to it."
  type        = bool
  default     = true
  nullable    = false
}

variable "github" {
  description = <<-EOT
    Lets the workflows of .github/workflows work in this account, without a key; null for none:
    - `repository`: the repository as owner/name.
    - `create_provider`: whether GitHub is made known to IAM here. An account knows it once, so say false where it does already.
    - `plan_policy_arns`: managed policies as which what came to main is planned, by a name of your choice; they must only read. Pull requests are planned without any.
    - `apply_policy_arns`: managed policies as which an environment is applied after a person agreed, by a name of your choice.
  EOT
  type = object({
    repository      = string
    create_provider = optional(bool, true)
    plan_policy_arns = optional(map(string), {
      read = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    })
    apply_policy_arns = map(string)
  })
  default = null

  validation {
    condition     = var.github == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$", var.github.repository))
    error_message = "The repository must be given as owner/name, for example example/planroom."
  }

  validation {
    condition     = var.github == null ? true : length(var.github.apply_policy_arns) >= 1
    error_message = "Applies need at least one policy: see the README for what it must allow."
  }

  validation {
    condition     = var.github == null ? true : length(setintersection(values(var.github.plan_policy_arns), values(var.github.apply_policy_arns))) == 0
    error_message = "Plans and applies must not share a policy: a plan must not be able to change anything."
  }
}
