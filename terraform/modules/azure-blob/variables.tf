variable "name" {
  description = "Name of the storage account, unique in all of Azure: 3 to 24 lower-case letters and digits. Another name replaces the account with all that is in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.name))
    error_message = "The storage account's name needs 3 to 24 lower-case letters and digits, and nothing else."
  }
}

variable "resource_group_name" {
  description = "Name of the resource group in which the storage account is. Another group replaces the account."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$", var.resource_group_name))
    error_message = "A resource group's name has at most 90 letters, digits, underscores, dashes, dots and parentheses, and does not end with a dot."
  }
}

variable "location" {
  description = "Region of Azure in which the storage account is, for example `westeurope`. Another region replaces the account."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+[0-9]?$", var.location))
    error_message = "The location must be the short name of a region, in lower case and without spaces, for example westeurope."
  }
}

variable "replication" {
  description = "Where copies are kept: `LRS` in one building, `ZRS` in three zones, `GRS` or `GZRS` in a second region as well, `RAGRS` or `RAGZRS` readable there."
  type        = string
  default     = "ZRS"
  nullable    = false

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"], var.replication)
    error_message = "The replication must be LRS, ZRS, GRS, RAGRS, GZRS or RAGZRS."
  }
}

variable "containers" {
  description = "Names of the containers to make: 3 to 63 lower-case letters, digits and dashes. A container that is taken out of the list is deleted."
  type        = list(string)
  default     = ["data"]
  nullable    = false

  validation {
    condition     = alltrue([for name in var.containers : can(regex("^[a-z0-9](-?[a-z0-9])+$", name)) && length(name) >= 3 && length(name) <= 63])
    error_message = "A container's name needs 3 to 63 lower-case letters, digits and single dashes, beginning and ending with a letter or digit."
  }

  validation {
    condition     = length(var.containers) >= 1 && length(distinct(var.containers)) == length(var.containers)
    error_message = "Name at least one container, and each one once."
  }
}

variable "versioning" {
  description = "Whether overwritten and deleted blobs are kept as old versions."
  type        = bool
  default     = true
  nullable    = false
}

variable "encryption" {
  description = <<-EOT
    How blobs are encrypted at rest; Azure always encrypts them:
    - `infrastructure`: whether Azure encrypts a second time below the first, with another key. Another value replaces the account.
    - `key_vault_key_id`: the key in a Key Vault that is used; without one, Microsoft's own keys are.
    - `identity_id`: user-assigned identity that may use that key.
  EOT
  type = object({
    infrastructure   = optional(bool, true)
    key_vault_key_id = optional(string)
    identity_id      = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = (var.encryption.key_vault_key_id == null) == (var.encryption.identity_id == null)
    error_message = "An own key needs both key_vault_key_id and identity_id."
  }

  validation {
    condition     = var.encryption.key_vault_key_id == null ? true : can(regex("^https://[A-Za-z0-9-]+[.](vault|managedhsm)[.]azure[.]net/keys/[A-Za-z0-9-]+(/[0-9a-f]{32})?$", var.encryption.key_vault_key_id))
    error_message = "The key must be given by its address, for example https://payments.vault.azure.net/keys/receipts; without a version, new ones are followed."
  }

  validation {
    condition     = var.encryption.identity_id == null ? true : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]ManagedIdentity/userAssignedIdentities/[^/]+$", var.encryption.identity_id))
    error_message = "The identity must be given by its ID, /subscriptions/.../resourceGroups/.../providers/Microsoft.ManagedIdentity/userAssignedIdentities/..."
  }
}

variable "retention" {
  description = <<-EOT
    How long blobs are kept, in days; an age that is not given does not apply:
    - `delete_objects_after`: age at which blobs are deleted.
    - `archive_objects_after`: age at which blobs move to the tier cold.
    - `delete_old_versions_after`: age at which old versions and snapshots are removed.
  EOT
  type = object({
    delete_objects_after      = optional(number)
    archive_objects_after     = optional(number)
    delete_old_versions_after = optional(number)
  })
  default = {
    delete_old_versions_after = 90
  }
  nullable = false

  validation {
    condition     = anytrue([for days in values(var.retention) : days != null])
    error_message = "A retention needs at least one age, for example delete_old_versions_after = 90."
  }

  validation {
    condition     = alltrue([for days in values(var.retention) : days == null ? true : days >= 1 && days <= 99999 && floor(days) == days])
    error_message = "Ages must be whole numbers of days, 1 to 99999."
  }

  validation {
    condition     = var.retention.delete_objects_after == null || var.retention.archive_objects_after == null ? true : var.retention.delete_objects_after > var.retention.archive_objects_after
    error_message = "Blobs must be archived before they are deleted: archive_objects_after must be less than delete_objects_after."
  }
}

variable "soft_delete_days" {
  description = "How many days blobs and containers that were deleted can still be restored: 1 to 365, or 0 for not at all."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.soft_delete_days >= 0 && var.soft_delete_days <= 365 && floor(var.soft_delete_days) == var.soft_delete_days
    error_message = "What was deleted is kept for a whole number of 1 to 365 days, or not at all: set 0."
  }
}

variable "shared_keys" {
  description = "Whether the two keys of the account are accepted, which anybody who has them can do everything with. Without them, only identities of Entra ID are."
  type        = bool
  default     = false
  nullable    = false
}

variable "allowed_subnets" {
  description = "Subnets that may reach the account, by a name of your choice, as their IDs. They need the service endpoint Microsoft.Storage."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.allowed_subnets) : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]Network/virtualNetworks/[^/]+/subnets/[^/]+$", id))])
    error_message = "Subnets must be given by their IDs, /subscriptions/.../resourceGroups/.../providers/Microsoft.Network/virtualNetworks/.../subnets/..."
  }
}

variable "allowed_ips" {
  description = "Public IPv4 addresses or ranges that may reach the account, by a name of your choice, for example `203.0.113.7` or `203.0.113.0/24`."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for address in values(var.allowed_ips) : can(cidrhost(length(split("/", address)) == 1 ? "${address}/32" : address, 0)) && !strcontains(address, ":")])
    error_message = "An address must be an IPv4 address or range, for example 203.0.113.7 or 203.0.113.0/24."
  }

  validation {
    condition     = alltrue([for address in values(var.allowed_ips) : length(split("/", address)) == 1 ? true : try(tonumber(split("/", address)[1]), 0) >= 8 && try(tonumber(split("/", address)[1]), 0) <= 30])
    error_message = "A range must be from /8 to /30; write one or two addresses without the slash, as Azure wants them, and never 0.0.0.0/0."
  }

  validation {
    condition     = alltrue([for address in values(var.allowed_ips) : !can(regex("^(10[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])", address))])
    error_message = "Azure knows only public addresses here: let private networks in by allowed_subnets or a private endpoint."
  }
}

variable "allow_trusted_services" {
  description = "Whether services of Azure that Microsoft counts as trusted, such as Backup and Monitor, may reach the account past the network rules."
  type        = bool
  default     = false
  nullable    = false
}

variable "access" {
  description = <<-EOT
    Who may use the blobs, by a name of your choice (lower-case letters, digits and dashes):
    - `preset`: `read`, `write` or `read-write` blobs, or `list` their names. `read` shows the names as well; none of them deletes.
    - `principals`: object IDs of the users, groups and service principals or managed identities that may.
    - `principal_type`: what they are, `User`, `Group` or `ServicePrincipal`; left out, Azure looks it up.
    - `container`: the one container that this is about; left out, it is about all of them.
  EOT
  type = map(object({
    preset         = string
    principals     = list(string)
    principal_type = optional(string)
    container      = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.access) : can(regex("^[a-z][a-z0-9-]{0,61}$", name))])
    error_message = "Names of access have up to 62 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : contains(["read", "write", "read-write", "list"], entry.preset)])
    error_message = "The preset of an access must be read, write, read-write or list."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : length(entry.principals) >= 1])
    error_message = "Each access needs at least one principal."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access) : [for principal in entry.principals : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", principal))]]))
    error_message = "Principals must be object IDs, for example 11111111-2222-3333-4444-555555555555; names and application IDs are not taken."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : entry.principal_type == null ? true : contains(["User", "Group", "ServicePrincipal"], entry.principal_type)])
    error_message = "The principal_type of an access must be User, Group or ServicePrincipal."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : entry.container == null ? true : contains(var.containers, entry.container)])
    error_message = "The container of an access must be one of containers."
  }
}

variable "tags" {
  description = "Tags of the storage account, by key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) >= 1 && length(key) <= 128 && !can(regex("[<>%&?/\\\\]", key)) && !can(regex("^(microsoft|azure|windows)", lower(key)))])
    error_message = "A tag's key has 1 to 128 characters, none of < > % & ? / \\, and does not begin with \"microsoft\", \"azure\" or \"windows\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : value == null ? false : length(value) <= 256])
    error_message = "A tag's value has at most 256 characters."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "A storage account has at most 50 tags."
  }
}
