variable "name" {
  description = "Beginning of all names: 4 to 24 lower-case letters, digits and single dashes. Another name replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,22}[a-z0-9]$", var.name)) && !can(regex("--", var.name))
    error_message = "The name needs 4 to 24 lower-case letters, digits or single dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "host_name" {
  description = "Name of the portal in DNS, for example portal.example.com."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?[.]){2,}[a-z]{2,}$", var.host_name))
    error_message = "The host name must be a name below a domain in lower-case letters, for example portal.example.com."
  }
}

variable "zone_id" {
  description = "Id of the public zone in Route 53 that the host name belongs to."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^Z[A-Z0-9]{4,31}$", var.zone_id))
    error_message = "The zone must be given by its id, for example Z0123456789ABCDEFGHIJ."
  }
}

variable "portal_version" {
  description = "Version of the portal that runs, whose bundle is in the bucket of bundles as bundles/portal-<version>.zip. Null before the first bundle."
  type        = string
  default     = null

  validation {
    condition     = var.portal_version == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$", var.portal_version)) && var.portal_version != "latest"
    error_message = "The version of the portal needs letters, digits, dots, dashes, underscores or plus signs, and must not be \"latest\"."
  }
}

variable "executor" {
  description = "Where runs are carried out: `codebuild`, each on a machine of its own and with its state in S3, or `local`, inside of the portal, which needs `accept_shared_host`."
  type        = string
  default     = "codebuild"
  nullable    = false

  validation {
    condition     = contains(["codebuild", "local"], var.executor)
    error_message = "The executor must be codebuild or local."
  }

  validation {
    condition     = var.portal_version == null || var.executor != "codebuild" || length(var.runner_images) > 0
    error_message = "Runs would have nowhere to go: give runner_images, apply, and make the bundle with what that writes; or choose the executor local."
  }
}

variable "run_environments" {
  description = "With the executor codebuild, the environments of the portal's configuration (`terraform.environments`). One that is missing here stays with `local`."
  type        = list(string)
  default     = ["dev", "staging", "production"]
  nullable    = false

  validation {
    condition     = length(var.run_environments) >= 1 && length(distinct(var.run_environments)) == length(var.run_environments)
    error_message = "Name at least one environment of the portal's configuration, and each once."
  }
}

variable "runner_images" {
  description = "Images of the runner by version of Terraform or OpenTofu, pinned by their digests. Empty before the first image: then there is no CodeBuild."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "terraform_version" {
  description = "Version in which runs work, a key of runner_images or its beginning, such as 1.11. Needed where there are several images."
  type        = string
  default     = null

  validation {
    condition     = var.terraform_version == null ? length(var.runner_images) <= 1 : anytrue([for version in keys(var.runner_images) : version == var.terraform_version || startswith(version, "${var.terraform_version}.")])
    error_message = "With several runner_images, and whenever it is given, terraform_version must be one of their versions or the beginning of one, for example 1.11."
  }
}

variable "oidc" {
  description = <<-EOT
    The application at the identity provider as which people sign in. Its secret is put into Secrets Manager by hand:
    - `metadata_url`: address that ends in /.well-known/openid-configuration.
    - `client_id`: id of the application.
  EOT
  type = object({
    metadata_url = string
    client_id    = string
  })
  nullable = false

  validation {
    condition     = can(regex("^https://.+/[.]well-known/openid-configuration$", var.oidc.metadata_url))
    error_message = "The metadata address begins with https:// and ends with /.well-known/openid-configuration."
  }

  validation {
    condition     = length(var.oidc.client_id) >= 1
    error_message = "Give the client id that the identity provider shows for the application."
  }
}

variable "network" {
  description = <<-EOT
    The network of its own:
    - `cidr`: its addresses.
    - `availability_zones`: at least two zones of the region.
    - `nat`: `single`, or `per-zone` for a way out that survives the loss of a zone.
  EOT
  type = object({
    cidr               = string
    availability_zones = list(string)
    nat                = optional(string, "single")
  })
  nullable = false

  validation {
    condition     = length(var.network.availability_zones) >= 2
    error_message = "Load balancer and database need at least two availability zones."
  }

  validation {
    condition     = contains(["single", "per-zone"], var.network.nat)
    error_message = "The instances need a way out: nat must be single or per-zone."
  }
}

variable "public" {
  description = "Whether the portal is reached from the internet. Otherwise the network must be connected to those who use it."
  type        = bool
  default     = false
  nullable    = false
}

variable "allowed_cidrs" {
  description = "Addresses that may open the portal, by a name of your choice, as CIDR."
  type        = map(string)
  nullable    = false

  validation {
    condition     = length(var.allowed_cidrs) >= 1
    error_message = "Nobody could open the portal: name the addresses of those who may."
  }
}

variable "accept_shared_host" {
  description = "With the executor local, whether Terraform may run inside of the portal's container, as its user. Authors of modules can then read what the portal can read. Without it the portal refuses to start."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.portal_version == null || var.executor != "local" || var.accept_shared_host
    error_message = "With the executor local the portal starts only where accept_shared_host is true: read docs/operations.md, Isolation, and decide, or choose codebuild."
  }
}

variable "environment_variables" {
  description = "Further variables of the portal that are no secrets, by name."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "size" {
  description = "Size of the instances: `small`, `medium`, `large` or `xlarge`."
  type        = string
  nullable    = false
}

variable "instances" {
  description = <<-EOT
    How many instances run:
    - `min`: at least.
    - `max`: at most.
  EOT
  type = object({
    min = number
    max = number
  })
  nullable = false
}

variable "database" {
  description = <<-EOT
    The portal's PostgreSQL:
    - `instance_class`: size of the machine.
    - `storage_gb`: size of the storage at the beginning.
    - `max_storage_gb`: size up to which it grows by itself.
    - `multi_az`: whether a standby in another zone takes over.
    - `backup_retention_days`: how long backups are kept.
  EOT
  type = object({
    instance_class        = string
    storage_gb            = optional(number, 20)
    max_storage_gb        = optional(number, 200)
    multi_az              = bool
    backup_retention_days = number
  })
  nullable = false
}

variable "permissions" {
  description = <<-EOT
    What runs may make in this account:
    - `sets`: permission sets, named after the modules of the library.
    - `name_prefixes`: how the names of things begin that they may make.
    - `regions`: where; empty for everywhere.
    - `targets`: other accounts that they may enter, as the module terraform-permissions takes them.
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
  description = "Whether the database and the bundles are kept from being destroyed."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of everything, by key."
  type        = map(string)
  nullable    = false
}
