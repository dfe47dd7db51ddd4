variable "account_id" {
  description = "The AWS account of this environment. With credentials for another one, Terraform refuses to work."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account must be given by its twelve digits."
  }
}

variable "region" {
  description = "Region of this environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "The region must be given by its name, for example eu-west-1."
  }
}

variable "availability_zones" {
  description = "At least two availability zones of the region."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 2 && alltrue([for zone in var.availability_zones : startswith(zone, var.region)])
    error_message = "Give at least two availability zones of the region, for example eu-west-1a and eu-west-1b."
  }
}

variable "host_name" {
  description = "Name of the portal in DNS, for example portal.example.com."
  type        = string
  nullable    = false
}

variable "zone_id" {
  description = "Id of the public zone in Route 53 that the host name belongs to."
  type        = string
  nullable    = false
}

variable "portal_version" {
  description = "Version of the portal that runs. Left out before the first bundle is in its bucket."
  type        = string
  default     = null
}

variable "executor" {
  description = "Where runs are carried out: `codebuild`, each on a machine of its own, or `local`, inside of the portal, which needs `accept_shared_host`."
  type        = string
  default     = "codebuild"
  nullable    = false
}

variable "runner_images" {
  description = "Images of the runner by version of Terraform or OpenTofu, pinned by their digests. Left out before the first image: then there is no CodeBuild."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "terraform_version" {
  description = "Version in which runs work, where there are several images: one of theirs, or its beginning, such as 1.11."
  type        = string
  default     = null
}

variable "oidc" {
  description = <<-EOT
    The application at the identity provider as which people sign in:
    - `metadata_url`: address that ends in /.well-known/openid-configuration.
    - `client_id`: id of the application.
  EOT
  type = object({
    metadata_url = string
    client_id    = string
  })
  nullable = false
}

variable "public" {
  description = "Whether the portal is reached from the internet, by those in allowed_cidrs."
  type        = bool
  default     = false
  nullable    = false
}

variable "allowed_cidrs" {
  description = "Addresses that may open the portal, by a name of your choice, as CIDR."
  type        = map(string)
  nullable    = false
}

variable "accept_shared_host" {
  description = "With the executor local, whether Terraform may run inside of the portal's container, as its user; see docs/operations.md, Isolation."
  type        = bool
  default     = false
  nullable    = false
}

variable "permissions" {
  description = <<-EOT
    What runs may make in this account:
    - `sets`: permission sets, named after the modules of the library.
    - `name_prefixes`: how the names of things begin that they may make.
    - `regions`: where; empty for everywhere.
    - `targets`: other accounts that they may enter, by a name of your choice.
  EOT
  type = object({
    sets          = optional(list(string), [])
    name_prefixes = optional(list(string), [])
    regions       = optional(list(string), [])
    targets = optional(map(object({
      plan_role_arn  = string
      apply_role_arn = string
      external_id    = string
    })), {})
  })
  default  = {}
  nullable = false
}

variable "alarm_topic_arns" {
  description = "Topics in SNS that hear of alarms, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether the database and the bundles are kept from being destroyed. Apply false before you destroy the environment."
  type        = bool
  default     = true
  nullable    = false
}
