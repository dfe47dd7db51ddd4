variable "name" {
  description = "Beginning of the names of all roles and policies: 3 to 25 lower-case letters, digits and dashes. Another name replaces them all."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 25 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "role" {
  description = "What this account is: `runner`, where the portal's builds run, or `target`, another account in which they make things."
  type        = string
  default     = "runner"
  nullable    = false

  validation {
    condition     = contains(["runner", "target"], var.role)
    error_message = "The role of the account must be runner or target."
  }
}

variable "runner" {
  description = <<-EOT
    In a runner account, the output `runner` of the module codebuild-runner:
    - `plan_projects`: names of its projects for plans.
    - `apply_projects`: names of its projects for applies.
    - `plan_timeout`: minutes that a plan may take, which its role's session must outlast.
    - `apply_timeout`: the same for applies.
    - `artifact_bucket`: name of the bucket for artifacts.
    - `state_bucket`: name of the bucket for state.
    - `lock_table`: name of the DynamoDB table for locks, if there is one.
    - `queue`: name of the queue that hears of builds.
    - `event_arns`: ARNs of all queues and rules by which builds are heard of.
    - `log_group`: name of the log group of builds.
    - `kms_key_alias`: alias of the key that encrypts all of this, when the runner made it.
    - `kms_key_arn`: ARN of the key, when it was given.
    - `image_repositories`: ARNs of the repositories that hold the images of builds.
  EOT
  type = object({
    plan_projects      = list(string)
    apply_projects     = list(string)
    plan_timeout       = number
    apply_timeout      = number
    artifact_bucket    = string
    state_bucket       = string
    lock_table         = optional(string)
    queue              = string
    event_arns         = list(string)
    log_group          = string
    kms_key_alias      = optional(string)
    kms_key_arn        = optional(string)
    image_repositories = list(string)
  })
  default = null

  validation {
    condition     = (var.runner != null) == (var.role == "runner")
    error_message = "Give runner exactly when the role of the account is runner."
  }

  validation {
    condition     = var.runner == null ? true : length(var.runner.plan_projects) >= 1 && length(var.runner.apply_projects) >= 1
    error_message = "A runner has at least one project for plans and one for applies."
  }

  validation {
    condition     = var.runner == null ? true : max(var.runner.plan_timeout, var.runner.apply_timeout) <= 720
    error_message = "A build may take at most 720 minutes: a role's session ends after 12 hours."
  }

  validation {
    condition     = var.runner == null ? true : (var.runner.kms_key_alias == null) != (var.runner.kms_key_arn == null)
    error_message = "A runner has either the alias of a key or the ARN of one."
  }
}

variable "portal" {
  description = <<-EOT
    In a runner account, who acts as the portal; without it, no role for the portal is made:
    - `role_arns`: ARNs of the roles as which the portal's machines run. They assume the portal's role.
    - `read_state`: whether the portal may read state, to show resources, outputs and locks.
    - `write_state`: whether environments keep states in S3 (`state: s3`). The portal then reads them as well, moves states in, puts back one that a build could not save, and frees locks that a build left.
    - `sealing_key_arn`: ARN of the key in KMS that wraps the portal's sealing keys, if there is one. Builds get nowhere near it.
  EOT
  type = object({
    role_arns       = list(string)
    read_state      = optional(bool, false)
    write_state     = optional(bool, false)
    sealing_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.portal == null ? true : var.role == "runner"
    error_message = "A portal belongs to a runner account; leave it out in a target account."
  }

  validation {
    condition     = var.portal == null ? true : length(var.portal.role_arns) >= 1 && alltrue([for arn in var.portal.role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "The portal needs ARNs of exact roles, for example arn:aws:iam::111122223333:role/planroom-instance."
  }

  validation {
    condition     = try(var.portal.sealing_key_arn, null) == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.portal.sealing_key_arn))
    error_message = "The sealing key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "network" {
  description = <<-EOT
    In a runner account, the runner's own `network`, if it has one:
    - `subnet_ids`: the subnets in which builds run.
  EOT
  type = object({
    subnet_ids = list(string)
  })
  default = null

  validation {
    condition     = var.network == null ? true : var.role == "runner"
    error_message = "A network of builds belongs to a runner account; leave it out in a target account."
  }

  validation {
    condition     = var.network == null ? true : length(var.network.subnet_ids) >= 1 && alltrue([for id in var.network.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "A network needs the ids of subnets, for example subnet-0a1b2c3d4e5f67890."
  }
}

variable "targets" {
  description = <<-EOT
    In a runner account, the other accounts that its builds, and the portal where they let it, may enter, by a name of your choice:
    - `plan_role_arn`: output `plan_role_arn` of this module in that account.
    - `apply_role_arn`: output `apply_role_arn` of it.
    - `external_id`: what that account asks for as external id.
  EOT
  type = map(object({
    plan_role_arn  = string
    apply_role_arn = string
    external_id    = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.targets) == 0 ? true : var.role == "runner"
    error_message = "Targets belong to a runner account; leave them out in a target account."
  }

  validation {
    condition     = alltrue([for name in keys(var.targets) : can(regex("^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$", name))])
    error_message = "Names of targets have lower-case words of letters and digits with dashes between them."
  }

  validation {
    condition     = alltrue(flatten([for target in values(var.targets) : [for arn in [target.plan_role_arn, target.apply_role_arn] : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))]]))
    error_message = "A target needs the ARNs of exact roles, for example arn:aws:iam::444455556666:role/planroom-plan."
  }

  validation {
    condition     = alltrue([for target in values(var.targets) : length(target.external_id) <= 1224 && can(regex("^[A-Za-z0-9_+=,.@:/-]{2,}$", target.external_id))])
    error_message = "An external id has 2 to 1224 letters, digits and characters of _+=,.@:/- ."
  }
}

variable "trusted" {
  description = <<-EOT
    In a target account, whom it lets in:
    - `plan_role_arn`: ARN of the role of plans in the runner account.
    - `apply_role_arn`: ARN of the role of applies there.
    - `external_id`: what they must say; choose a long random one for each account.
    - `portal_role_arns`: ARNs of the roles as which the portal comes, for *Test connection* and for its executor `local`. Whoever is the portal can then do here what applies can.
  EOT
  type = object({
    plan_role_arn    = string
    apply_role_arn   = string
    external_id      = string
    portal_role_arns = optional(list(string), [])
  })
  default = null

  validation {
    condition     = (var.trusted != null) == (var.role == "target")
    error_message = "Give trusted exactly when the role of the account is target."
  }

  validation {
    condition     = var.trusted == null ? true : alltrue([for arn in concat([var.trusted.plan_role_arn, var.trusted.apply_role_arn], var.trusted.portal_role_arns) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "A target trusts the ARNs of exact roles, for example arn:aws:iam::111122223333:role/planroom-plan."
  }

  validation {
    condition     = var.trusted == null ? true : var.trusted.plan_role_arn != var.trusted.apply_role_arn
    error_message = "Plans and applies come as different roles: a plan must not be able to change anything."
  }

  validation {
    condition     = var.trusted == null ? true : length(var.trusted.external_id) <= 1224 && can(regex("^[A-Za-z0-9_+=,.@:/-]{2,}$", var.trusted.external_id))
    error_message = "An external id has 2 to 1224 letters, digits and characters of _+=,.@:/- ."
  }
}

variable "permission_sets" {
  description = "What plans may read and applies may make in this account: names of the modules of the library, for example `aws-s3-bucket`, and of your `custom_permission_sets`. Empty where nothing is made."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.permission_sets : fileexists("${path.module}/permission_sets/${name}.json") || contains(keys(var.custom_permission_sets), name)])
    error_message = "There is no such permission set: see the folder permission_sets of this module, or describe it in custom_permission_sets."
  }

  validation {
    condition     = length(distinct(var.permission_sets)) == length(var.permission_sets)
    error_message = "A permission set is named twice."
  }
}

variable "custom_permission_sets" {
  description = <<-EOT
    Permission sets of your own, by name, each of statements by their name:
    - `plan`: what plans may read: `actions`, `resources`, and `conditions` as in a policy (operator, key, values).
    - `apply`: what applies may do beside that.
    In resources and conditions, `{prefix}` stands for each of `name_prefixes`, and `{partition}`, `{region}`, `{account}`, `{tag_key}` and `{tag_value}` for what they say.
  EOT
  type = map(object({
    plan = optional(map(object({
      actions    = list(string)
      resources  = list(string)
      conditions = optional(map(map(list(string))), {})
    })), {})
    apply = optional(map(object({
      actions    = list(string)
      resources  = list(string)
      conditions = optional(map(map(list(string))), {})
    })), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.custom_permission_sets) : can(regex("^[a-z][a-z0-9-]{0,29}$", name)) && !fileexists("${path.module}/permission_sets/${name}.json") && !fileexists("${path.module}/permission_sets/shared/${name}.json")])
    error_message = "A permission set of your own needs a name of up to 30 lower-case letters, digits and dashes that this module does not use itself."
  }

  validation {
    condition     = alltrue(flatten([for set in values(var.custom_permission_sets) : [for sid in concat(keys(set.plan), keys(set.apply)) : can(regex("^[A-Za-z0-9]+$", sid))]]))
    error_message = "Names of statements consist of letters and digits."
  }

  validation {
    condition     = alltrue(flatten([for set in values(var.custom_permission_sets) : [for statement in values(set.plan) : [for action in statement.actions : can(regex("^[a-z0-9-]+:(BatchGet|Describe|Get|Head|List|Lookup|Search)[A-Za-z]*[*]?$", action))]]]))
    error_message = "Plans may only read: actions that begin with BatchGet, Describe, Get, Head, List, Lookup or Search, for example dynamodb:DescribeTable."
  }

  validation {
    condition     = alltrue(flatten([for set in values(var.custom_permission_sets) : [for statement in values(set.apply) : [for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z]+$", action))]]]))
    error_message = "Name each action of an apply in full, for example dynamodb:CreateTable, without wildcards."
  }

  validation {
    condition     = alltrue(flatten([for set in values(var.custom_permission_sets) : [for statement in values(set.apply) : length(statement.conditions) > 0 || !contains(statement.resources, "*")]]))
    error_message = "An apply needs resources, or where AWS knows none, a condition, for example on aws:RequestTag."
  }
}

variable "name_prefixes" {
  description = "How the names of things begin that may be made and changed, for example `payments-`. A thing of another name is out of reach where AWS can tell by names."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.permission_sets) == 0 ? true : length(var.name_prefixes) >= 1
    error_message = "Permission sets need at least one prefix of names, for example payments-."
  }

  validation {
    condition     = alltrue([for prefix in var.name_prefixes : can(regex("^[a-z0-9][a-z0-9._/-]{1,39}$", prefix))])
    error_message = "A prefix of names has 2 to 40 lower-case letters, digits, dots, dashes, slashes and underscores, without wildcards."
  }

  validation {
    condition     = alltrue([for prefix in var.name_prefixes : !startswith(var.name, prefix) && !startswith(prefix, var.name)])
    error_message = "A prefix must not take in the names of the portal's own roles, buckets and projects: choose another prefix or name."
  }
}

variable "required_tag" {
  description = <<-EOT
    Tag by which the portal's things are known where AWS cannot tell by names, such as networks and machines:
    - `key`: its key. Have the environment's provider add it to everything (`default_tags`).
    - `value`: its value.
  EOT
  type = object({
    key   = optional(string, "managed-by")
    value = optional(string, "planroom")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_.:/=+@-]{1,128}$", var.required_tag.key)) && !startswith(lower(var.required_tag.key), "aws:")
    error_message = "The tag's key has 1 to 128 letters, digits and characters of _.:/=+@- and does not begin with \"aws:\"."
  }

  validation {
    condition     = can(regex("^[A-Za-z0-9_.:/=+@-]{1,256}$", var.required_tag.value))
    error_message = "The tag's value has 1 to 256 letters, digits and characters of _.:/=+@- ."
  }
}

variable "regions" {
  description = "Regions in which things may be made; empty for all. Services without a region, such as IAM, are not affected."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for region in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", region))])
    error_message = "Regions must be given by their names, for example eu-west-1."
  }
}

variable "protected_arns" {
  description = "ARNs of further things in this account that neither builds nor the roles that they make may touch, for example the portal's own secrets, database and machines. They may end with a wildcard."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.protected_arns : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", arn))])
    error_message = "What is protected must be given by ARNs, for example arn:aws:secretsmanager:eu-west-1:111122223333:secret:portal-*."
  }
}

variable "managed_policy_quota" {
  description = "How many managed policies AWS lets you attach to a role: 10, unless you had the quota raised, to 25 at most."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.managed_policy_quota >= 10 && var.managed_policy_quota <= 25 && floor(var.managed_policy_quota) == var.managed_policy_quota
    error_message = "The quota of managed policies is a whole number from 10 to 25."
  }
}

variable "tags" {
  description = "Tags of all roles and policies, by key."
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
    error_message = "A role has at most 50 tags."
  }
}
