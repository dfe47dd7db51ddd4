variable "name" {
  description = "Name of the role, unique in the account: up to 64 letters, digits and the characters + = , . @ _ -. Another name replaces the role."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "The name needs 1 to 64 letters, digits or characters out of + = , . @ _ and dashes."
  }
}

variable "description" {
  description = "What the role is for; without one, its name is said."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : can(regex("^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]{1,1000}$", var.description))
    error_message = "The description needs 1 to 1000 characters without control characters."
  }
}

variable "path" {
  description = "Path of the role, with a slash at both ends, for example /payments/. Another path replaces the role."
  type        = string
  default     = "/"
  nullable    = false

  validation {
    condition     = can(regex("^/([A-Za-z0-9+=,.@_-]+/)*$", var.path)) && length(var.path) <= 512
    error_message = "The path begins and ends with a slash, for example /payments/, and has at most 512 characters."
  }
}

variable "trust" {
  description = <<-EOT
    Who may assume the role, at least one of:
    - `services`: services of AWS by their principal, for example `lambda.amazonaws.com`, on behalf of this account only.
    - `source_arns`: ARNs of what the services must act for, with * for any text; left out, for anything in this account.
    - `principals`: roles and users by a name of your choice (lower-case letters, digits and dashes): `arn`, `external_id` (needed for another account), and `session_tags`, whether session tags and a source identity may be passed.
    - `oidc`: whoever has a token of an identity provider: `provider_arn`, `audience`, and `subjects`, with * for any text behind a slash or colon.
  EOT
  type = object({
    services    = optional(list(string), [])
    source_arns = optional(list(string), [])
    principals = optional(map(object({
      arn          = string
      external_id  = optional(string)
      session_tags = optional(bool, false)
    })), {})
    oidc = optional(object({
      provider_arn = string
      audience     = string
      subjects     = list(string)
    }))
  })
  nullable = false

  validation {
    condition     = length(var.trust.services) + length(var.trust.principals) > 0 || var.trust.oidc != null
    error_message = "Somebody must be able to assume the role: give services, principals or oidc."
  }

  validation {
    condition     = alltrue([for service in var.trust.services : can(regex("^[a-z0-9-]+([.][a-z0-9-]+)*[.]amazonaws[.]com([.]cn)?$", service))])
    error_message = "Services are given by their principal, for example lambda.amazonaws.com."
  }

  validation {
    condition     = length(distinct(var.trust.services)) == length(var.trust.services)
    error_message = "Each service may be given once."
  }

  validation {
    condition     = length(var.trust.source_arns) == 0 || length(setsubtract(var.trust.services, ["ec2.amazonaws.com", "ec2.amazonaws.com.cn", "eks.amazonaws.com"])) > 0
    error_message = "Source ARNs narrow services, and neither ec2.amazonaws.com nor eks.amazonaws.com says for what it acts: give another service, or leave source_arns out."
  }

  validation {
    condition     = alltrue([for arn in var.trust.source_arns : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9*-]*:([0-9]{12})?:.*[A-Za-z0-9].*$", arn))])
    error_message = "Source ARNs must name a service, no other account by a wildcard, and what is acted for, for example arn:aws:lambda:eu-west-1:111122223333:function:payments-*."
  }

  validation {
    condition     = alltrue([for name in keys(var.trust.principals) : can(regex("^[a-z][a-z0-9-]{0,61}$", name))])
    error_message = "Names of principals have up to 62 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = length(distinct([for name in keys(var.trust.principals) : replace(name, "-", "")])) == length(var.trust.principals)
    error_message = "Two names of principals differ only in their dashes, which the policy leaves out: choose others."
  }

  validation {
    condition     = alltrue([for principal in values(var.trust.principals) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", principal.arn))])
    error_message = "Principals must be ARNs of one role or user each, for example arn:aws:iam::111122223333:role/pipeline."
  }

  validation {
    condition     = alltrue([for principal in values(var.trust.principals) : principal.external_id == null ? true : can(regex("^[A-Za-z0-9_+=,.@:/-]{2,}$", principal.external_id)) && length(principal.external_id) <= 1224])
    error_message = "An external id has 2 to 1224 letters, digits or characters out of _ + = , . @ : / and dashes."
  }

  validation {
    condition     = alltrue([for principal in values(var.trust.principals) : principal.external_id != null || try(split(":", principal.arn)[4], local.account_id) == local.account_id])
    error_message = "A principal of another account needs an external_id, so that its owner cannot be talked into using it for somebody else."
  }

  validation {
    condition     = var.trust.oidc == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[A-Za-z0-9._/-]+$", var.trust.oidc.provider_arn))
    error_message = "The identity provider must be given as an ARN, for example arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com."
  }

  validation {
    condition     = var.trust.oidc == null ? true : can(regex("^[^*?[:space:]]{1,255}$", var.trust.oidc.audience))
    error_message = "The audience must be one text without wildcards, for example sts.amazonaws.com."
  }

  validation {
    condition     = var.trust.oidc == null ? true : length(var.trust.oidc.subjects) >= 1
    error_message = "Give the subjects that may assume the role: without them everybody with a token of the provider could."
  }

  validation {
    condition     = var.trust.oidc == null ? true : alltrue([for subject in var.trust.oidc.subjects : can(regex("^[^*?[:space:]]+$", subject)) || can(regex("^[^*?:[:space:]]+:[^*?[:space:]]*[^*?:/[:space:]][:/][*?][^[:space:]]*$", subject))])
    error_message = "A subject may have a wildcard only behind a slash or colon that ends a full name, for example repo:planroom/payments:*."
  }
}

variable "permissions" {
  description = <<-EOT
    What the role may do, one statement for each name of your choice (lower-case letters, digits and dashes):
    - `actions`: actions by their full name, for example `s3:GetObject`; whole families only for reading, for example `ec2:Describe*`.
    - `resources`: ARNs of what they may be done to, with * for any text behind the service.
    - `any_resource`: whether they may be done to everything, for actions that AWS cannot limit; `resources` is then left out.
    - `conditions`: lists of values by operator and key, for example `{ StringEquals = { "aws:ResourceTag/team" = ["payments"] } }`.
    - `effect`: `Allow` or `Deny`, for which actions may have wildcards.
  EOT
  type = map(object({
    actions      = list(string)
    resources    = optional(list(string), [])
    any_resource = optional(bool, false)
    conditions   = optional(map(map(list(string))), {})
    effect       = optional(string, "Allow")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.permissions) : can(regex("^[a-z][a-z0-9-]{0,61}$", name))])
    error_message = "Names of permissions have up to 62 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = length(distinct([for name in keys(var.permissions) : replace(name, "-", "")])) == length(var.permissions)
    error_message = "Two names of permissions differ only in their dashes, which the policy leaves out: choose others."
  }

  validation {
    condition     = alltrue([for entry in values(var.permissions) : contains(["Allow", "Deny"], entry.effect)])
    error_message = "The effect of a permission must be Allow or Deny."
  }

  validation {
    condition     = alltrue([for entry in values(var.permissions) : length(entry.actions) >= 1])
    error_message = "Each permission needs at least one action."
  }

  validation {
    condition = alltrue(flatten([for entry in values(var.permissions) : [
      for action in entry.actions : can(regex("^[a-z0-9-]+:[A-Za-z0-9*]+$", action)) || action == "*"
    ]]))
    error_message = "Actions are given with their service, for example s3:GetObject."
  }

  validation {
    condition = alltrue(flatten([for entry in values(var.permissions) : [
      for action in entry.actions : !strcontains(action, "*") || can(regex("^[a-z0-9-]+:(BatchGet|Describe|Get|List|Lookup|View)[*]$", action))
    ] if entry.effect == "Allow"]))
    error_message = "A permission names its actions in full: * and service:* are refused, and families are for reading only, for example ec2:Describe*."
  }

  validation {
    condition     = alltrue([for entry in values(var.permissions) : entry.any_resource || length(entry.resources) >= 1])
    error_message = "Each permission needs at least one resource, or any_resource = true for actions that AWS cannot limit."
  }

  validation {
    condition     = alltrue([for entry in values(var.permissions) : entry.any_resource || !contains(entry.resources, "*")])
    error_message = "The resource * is refused: name ARNs, or say any_resource = true for actions that AWS cannot limit."
  }

  validation {
    condition     = alltrue([for entry in values(var.permissions) : !entry.any_resource || length(setsubtract(entry.resources, ["*"])) == 0])
    error_message = "With any_resource = true, leave the resources out: give actions that can be limited a permission of their own."
  }

  validation {
    condition = alltrue(flatten([for entry in values(var.permissions) : [
      for resource in entry.resources : can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[^:]*:[^:]*:.+$", resource)) || resource == "*"
    ]]))
    error_message = "Resources must be ARNs that name partition and service, for example arn:aws:s3:::payments-receipts/*."
  }

  validation {
    condition = alltrue([for entry in values(var.permissions) : entry.effect == "Deny" || !entry.any_resource || length(setintersection([for action in entry.actions : lower(action)], [
      "iam:passrole", "sts:assumerole",
    ])) == 0])
    error_message = "The actions iam:PassRole and sts:AssumeRole need the ARNs of the roles: on any resource they give away every role of the account."
  }

  validation {
    condition = alltrue(flatten([for entry in values(var.permissions) : [
      for operator in keys(entry.conditions) : can(regex("^((ForAllValues|ForAnyValue):)?(String|Numeric|Date|Bool|Binary|IpAddress|NotIpAddress|Arn|Null)[A-Za-z]*$", operator))
    ]]))
    error_message = "Conditions are given by an operator of IAM, for example StringEquals."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.permissions) : [for tests in values(entry.conditions) : length(tests) >= 1 && alltrue([for list in values(tests) : length(list) >= 1])]]))
    error_message = "Each operator of a condition needs a key, and each key a value."
  }
}

variable "managed_policy_arns" {
  description = "ARNs of managed policies that are attached, by a name of your choice, for example { ssm = \"arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore\" }."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.managed_policy_arns) : can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "Managed policies must be given as ARNs, for example arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore."
  }

  validation {
    condition     = alltrue([for arn in values(var.managed_policy_arns) : !can(regex(":iam::aws:policy/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$", arn))])
    error_message = "AdministratorAccess, IAMFullAccess and PowerUserAccess are refused: name what the role may do."
  }

  validation {
    condition     = length(distinct(values(var.managed_policy_arns))) == length(var.managed_policy_arns)
    error_message = "Each managed policy may be given once."
  }

  validation {
    condition     = length(var.managed_policy_arns) <= 20
    error_message = "AWS attaches at most 20 managed policies to a role, and 10 unless more were asked for."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy beyond which the role can do nothing, whatever else allows it."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be the ARN of a policy, for example arn:aws:iam::111122223333:policy/boundary."
  }
}

variable "session_duration_seconds" {
  description = "Seconds for which the role can be assumed at a time, 3600 to 43200."
  type        = number
  default     = 3600
  nullable    = false

  validation {
    condition     = var.session_duration_seconds >= 3600 && var.session_duration_seconds <= 43200 && floor(var.session_duration_seconds) == var.session_duration_seconds
    error_message = "The session duration must be a whole number of seconds from 3600 to 43200."
  }
}

variable "instance_profile" {
  description = "Whether an instance profile of the same name is made, with which EC2 gives the role to machines."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.instance_profile || length(setintersection(var.trust.services, ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"])) > 0
    error_message = "An instance profile needs ec2.amazonaws.com among the services of the trust."
  }
}

variable "tags" {
  description = "Tags of the role and its instance profile, by key; the name is added as `Name`."
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
