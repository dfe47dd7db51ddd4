variable "name" {
  description = "Name of the machine and prefix of all names made: 3 to 32 lower-case letters, digits and dashes. Another name replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 32 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "resource_group_name" {
  description = "Name of the resource group in which the machine is. Another group replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_().-]{0,89}[A-Za-z0-9_()-]$", var.resource_group_name))
    error_message = "A resource group's name has at most 90 letters, digits, underscores, dashes, dots and parentheses, and does not end with a dot."
  }
}

variable "location" {
  description = "Region of Azure in which the machine is, for example `westeurope`, the region of the subnet. Another region replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+[0-9]?$", var.location))
    error_message = "The location must be the short name of a region, in lower case and without spaces, for example westeurope."
  }
}

variable "zone" {
  description = "Availability zone, `1`, `2` or `3`; left out, Azure decides and does not say. Another zone replaces machine and disks."
  type        = string
  default     = null

  validation {
    condition     = var.zone == null ? true : contains(["1", "2", "3"], var.zone)
    error_message = "The zone must be 1, 2 or 3."
  }
}

variable "subnet_id" {
  description = "ID of the private subnet."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]Network/virtualNetworks/[^/]+/subnets/[^/]+$", var.subnet_id))
    error_message = "The subnet must be given by its ID, /subscriptions/.../resourceGroups/.../providers/Microsoft.Network/virtualNetworks/.../subnets/..."
  }
}

variable "size" {
  description = "Size of the machine: `small` (2 processors, 1 GiB), `medium` (2 processors, 4 GiB), `large` (2 processors, 8 GiB) or `xlarge` (4 processors, 16 GiB)."
  type        = string
  default     = "medium"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "machine_type" {
  description = "Azure's own name of the machine's size, for example `Standard_D4s_v5`; it wins over `size`. It must allow premium disks, trusted launch and encryption at host."
  type        = string
  default     = null

  validation {
    condition     = var.machine_type == null ? true : can(regex("^Standard_[A-Za-z0-9_-]+$", var.machine_type))
    error_message = "The type of machine must be a name of Azure, for example Standard_D4s_v5."
  }
}

variable "image" {
  description = "What the machine starts from: `ubuntu-24.04` or `debian-12`. Another image replaces the machine."
  type        = string
  default     = "ubuntu-24.04"
  nullable    = false

  validation {
    condition     = contains(["ubuntu-24.04", "debian-12"], var.image)
    error_message = "The image must be ubuntu-24.04 or debian-12."
  }
}

variable "image_version" {
  description = "Version of the image, for example `24.04.202510010`; `latest` is the newest on the day the machine is made. Another version replaces the machine."
  type        = string
  default     = "latest"
  nullable    = false

  validation {
    condition     = var.image_version == "latest" || can(regex("^[0-9]+[.][0-9]+[.][0-9]+$", var.image_version))
    error_message = "The version of the image must be latest or three numbers with dots, for example 24.04.202510010."
  }
}

variable "root_disk" {
  description = <<-EOT
    The disk that the machine starts from; it goes with the machine:
    - `size_gb`: its size. It can grow, not shrink.
    - `type`: Azure's name of the kind of disk. Another kind replaces the machine.
  EOT
  type = object({
    size_gb = optional(number, 32)
    type    = optional(string, "Premium_LRS")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.root_disk.size_gb >= 30 && var.root_disk.size_gb <= 4095 && floor(var.root_disk.size_gb) == var.root_disk.size_gb
    error_message = "The root disk has 30 to 4095 GB, a whole number: the images need 30."
  }

  validation {
    condition     = contains(["Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Premium_LRS", "Premium_ZRS"], var.root_disk.type)
    error_message = "The type of the root disk must be Standard_LRS, StandardSSD_LRS, StandardSSD_ZRS, Premium_LRS or Premium_ZRS."
  }
}

variable "data_disks" {
  description = <<-EOT
    Further disks, by a name of your choice; they outlive the machine when it is replaced:
    - `size_gb`: its size. It can grow, not shrink.
    - `lun`: number from 0 to 63 by which the machine knows the disk, another one for each; it appears as `/dev/disk/azure/scsi1/lun<number>`.
    - `type`: Azure's name of the kind of disk.
  EOT
  type = map(object({
    size_gb = number
    lun     = number
    type    = optional(string, "Premium_LRS")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.data_disks) : can(regex("^[a-z][a-z0-9-]{0,30}$", name)) && name != "root"])
    error_message = "Names of data disks have up to 31 lower-case letters, digits and dashes, beginning with a letter, and none is called root."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.size_gb >= 1 && disk.size_gb <= 32767 && floor(disk.size_gb) == disk.size_gb])
    error_message = "A data disk has 1 to 32767 GB, a whole number."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.lun >= 0 && disk.lun <= 63 && floor(disk.lun) == disk.lun]) && length(distinct([for disk in values(var.data_disks) : disk.lun])) == length(var.data_disks)
    error_message = "Each data disk needs a lun of its own, a whole number from 0 to 63."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : contains(["Standard_LRS", "StandardSSD_LRS", "StandardSSD_ZRS", "Premium_LRS", "Premium_ZRS"], disk.type)])
    error_message = "The type of a data disk must be Standard_LRS, StandardSSD_LRS, StandardSSD_ZRS, Premium_LRS or Premium_ZRS."
  }
}

variable "disk_encryption_set_id" {
  description = "ID of the disk encryption set whose key all disks are encrypted with; without one, Microsoft's own keys are used."
  type        = string
  default     = null

  validation {
    condition     = var.disk_encryption_set_id == null ? true : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]Compute/diskEncryptionSets/[^/]+$", var.disk_encryption_set_id))
    error_message = "The disk encryption set must be given by its ID, /subscriptions/.../resourceGroups/.../providers/Microsoft.Compute/diskEncryptionSets/..."
  }
}

variable "ingress" {
  description = <<-EOT
    Who may connect, one entry for each port, by a name of your choice:
    - `port`: the port.
    - `protocol`: `tcp` or `udp`.
    - `cidrs`: ranges of IPv4 addresses.
  EOT
  type = map(object({
    port     = number
    protocol = optional(string, "tcp")
    cidrs    = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.ingress) : can(regex("^[a-z][a-z0-9-]{0,30}$", name)) && name != "deny-all-others"])
    error_message = "Names of ingress have up to 31 lower-case letters, digits and dashes, beginning with a letter, and none is called deny-all-others."
  }

  validation {
    condition     = alltrue([for entry in values(var.ingress) : entry.port >= 1 && entry.port <= 65535 && floor(entry.port) == entry.port])
    error_message = "A port is a whole number from 1 to 65535."
  }

  validation {
    condition     = alltrue([for entry in values(var.ingress) : contains(["tcp", "udp"], entry.protocol)])
    error_message = "The protocol must be tcp or udp."
  }

  validation {
    condition     = alltrue([for entry in values(var.ingress) : length(entry.cidrs) >= 1])
    error_message = "Each ingress says who may connect: give cidrs."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.ingress) : [for cidr in entry.cidrs : can(cidrnetmask(cidr)) && try(cidrsubnet(cidr, 0, 0) == cidr, false)]]))
    error_message = "Ranges must be IPv4 CIDRs that begin at their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.ingress) : [for cidr in entry.cidrs : !endswith(cidr, "/0")]]))
    error_message = "The machine must not be open to everyone: name the ranges that may connect, not 0.0.0.0/0."
  }
}

variable "ssh_public_key" {
  description = "Public SSH key of the local administrator, which Azure demands of a machine without a password. People log in with Entra ID; keep the private key for emergencies or throw it away."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(ssh-rsa|ssh-ed25519) [A-Za-z0-9+/]+=* ?[^\\n]*$", trimspace(var.ssh_public_key)))
    error_message = "The key must be a public one of the kind ssh-rsa or ssh-ed25519, in one line, for example \"ssh-ed25519 AAAA...\"."
  }
}

variable "admin_username" {
  description = "Name of the local administrator. Another name replaces the machine."
  type        = string
  default     = "platform"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_-]{0,31}$", var.admin_username)) && !contains(["admin", "administrator", "root", "guest", "test", "user", "console", "support", "sys", "operator"], var.admin_username)
    error_message = "The local administrator's name has at most 32 lower-case letters, digits, underscores and dashes, and is none that Azure refuses, such as admin, root or user."
  }
}

variable "access" {
  description = <<-EOT
    Who may log in with Entra ID, by a name of your choice (lower-case letters, digits and dashes):
    - `preset`: `user`, or `admin` for those who may become root.
    - `principals`: object IDs of the users, groups and service principals that may.
    - `principal_type`: what they are, `User`, `Group` or `ServicePrincipal`; left out, Azure looks it up.
  EOT
  type = map(object({
    preset         = string
    principals     = list(string)
    principal_type = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.access) : can(regex("^[a-z][a-z0-9-]{0,61}$", name))])
    error_message = "Names of access have up to 62 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for entry in values(var.access) : contains(["user", "admin"], entry.preset)])
    error_message = "The preset of an access must be user or admin."
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
}

variable "identity_ids" {
  description = "Further identities that the machine has beside its own, by a name of your choice, as IDs of user-assigned identities."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.identity_ids) : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft[.]ManagedIdentity/userAssignedIdentities/[^/]+$", id))])
    error_message = "Identities must be given by their IDs, /subscriptions/.../resourceGroups/.../providers/Microsoft.ManagedIdentity/userAssignedIdentities/..."
  }
}

variable "user_data" {
  description = "What the machine does when it first starts: a script or a cloud-init document. It can be read on the machine and is in the state: no secrets. Another one replaces the machine."
  type        = string
  default     = null

  validation {
    condition     = var.user_data == null ? true : length(base64encode(var.user_data)) <= 87380
    error_message = "The user data has at most 65,535 bytes: fetch what is larger from a storage account."
  }
}

variable "deletion_protection" {
  description = "Whether a lock keeps everybody but Terraform from deleting the machine and what belongs to it."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of everything made, by key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) >= 1 && length(key) <= 512 && !can(regex("[<>%&?/\\\\]", key)) && !can(regex("^(microsoft|azure|windows)", lower(key)))])
    error_message = "A tag's key has 1 to 512 characters, none of < > % & ? / \\, and does not begin with \"microsoft\", \"azure\" or \"windows\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : value == null ? false : length(value) <= 256])
    error_message = "A tag's value has at most 256 characters."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "A machine has at most 50 tags."
  }
}
