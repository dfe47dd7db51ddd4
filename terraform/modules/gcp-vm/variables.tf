variable "name" {
  description = "Name of the machine, of its service account and prefix of all names made: 6 to 30 lower-case letters, digits and dashes. Another name replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.name))
    error_message = "The name needs 6 to 30 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "project" {
  description = "ID of the project in which the machine is; left out, it is the provider's. Another project replaces everything."
  type        = string
  default     = null

  validation {
    condition     = var.project == null ? true : can(regex("^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "The project must be given by its ID, for example payments-dev-123456, not by its number or name."
  }
}

variable "zone" {
  description = "Zone in which the machine is, for example `europe-west1-b`, in the region of the subnetwork. Another zone replaces machine and disks."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}-[a-z]$", var.zone))
    error_message = "The zone must be a region and a letter, for example europe-west1-b."
  }
}

variable "network" {
  description = "Network of the subnetwork, which the rules of the firewall belong to: `projects/<project>/global/networks/<name>` or its URI."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(https://www[.]googleapis[.]com/compute/v1/)?projects/[^/]+/global/networks/[^/]+$", var.network))
    error_message = "The network must be given with its project, for example projects/payments-dev-123456/global/networks/dev."
  }
}

variable "subnetwork" {
  description = "Private subnetwork of the machine: `projects/<project>/regions/<region>/subnetworks/<name>` or its URI. To move it to another one, the machine is stopped."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(https://www[.]googleapis[.]com/compute/v1/)?projects/[^/]+/regions/[^/]+/subnetworks/[^/]+$", var.subnetwork))
    error_message = "The subnetwork must be given with its project and region, for example projects/payments-dev-123456/regions/europe-west1/subnetworks/services."
  }

  validation {
    condition     = strcontains(var.subnetwork, "/regions/${replace(var.zone, "/-[a-z]$/", "")}/")
    error_message = "The subnetwork must be in the region of the zone."
  }
}

variable "size" {
  description = "Size of the machine: `small` (2 processors, 2 GiB), `medium` (2 processors, 4 GiB), `large` (2 processors, 8 GiB) or `xlarge` (4 processors, 16 GiB)."
  type        = string
  default     = "small"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "machine_type" {
  description = "Google's own name of the machine's type, for example `n2-standard-4`; it wins over `size`."
  type        = string
  default     = null

  validation {
    condition     = var.machine_type == null ? true : can(regex("^[a-z][a-z0-9]*-[a-z0-9-]+$", var.machine_type)) && !can(regex("^(t2a|c4a|a4x)-", var.machine_type))
    error_message = "The type of machine must be a name of Google for a machine with an x86 processor, which the images are for, for example n2-standard-4."
  }
}

variable "image" {
  description = "What the machine starts from, in the vendor's newest image on the day its disk is made: `ubuntu-24.04` or `debian-12`. Another image replaces disk and machine."
  type        = string
  default     = "ubuntu-24.04"
  nullable    = false

  validation {
    condition     = contains(["ubuntu-24.04", "debian-12"], var.image)
    error_message = "The image must be ubuntu-24.04 or debian-12."
  }
}

variable "root_disk" {
  description = <<-EOT
    The disk that the machine starts from:
    - `size_gb`: its size. It can grow; a smaller one replaces disk and machine.
    - `type`: Google's name of the kind of disk. Another kind replaces disk and machine.
  EOT
  type = object({
    size_gb = optional(number, 20)
    type    = optional(string, "pd-balanced")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.root_disk.size_gb >= 10 && var.root_disk.size_gb <= 65536 && floor(var.root_disk.size_gb) == var.root_disk.size_gb
    error_message = "The root disk has 10 to 65536 GB, a whole number."
  }

  validation {
    condition     = contains(["pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced"], var.root_disk.type)
    error_message = "The type of the root disk must be pd-standard, pd-balanced, pd-ssd or hyperdisk-balanced."
  }
}

variable "data_disks" {
  description = <<-EOT
    Further disks, by a name of your choice; they outlive the machine when it is replaced and appear on it as `/dev/disk/by-id/google-<name>`:
    - `size_gb`: its size. It can grow; a smaller one replaces the disk with all that is on it.
    - `type`: Google's name of the kind of disk. Another kind replaces the disk with all that is on it.
  EOT
  type = map(object({
    size_gb = number
    type    = optional(string, "pd-balanced")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.data_disks) : can(regex("^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$", name)) && name != "root"])
    error_message = "Names of data disks have up to 30 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash, and none is called root."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.size_gb >= 10 && disk.size_gb <= 65536 && floor(disk.size_gb) == disk.size_gb])
    error_message = "A data disk has 10 to 65536 GB, a whole number."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : contains(["pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced"], disk.type)])
    error_message = "The type of a data disk must be pd-standard, pd-balanced, pd-ssd or hyperdisk-balanced."
  }
}

variable "kms_key_name" {
  description = "Full name of the key in Cloud KMS that all disks are encrypted with; without one, Google's own keys are used. Another key replaces machine and disks with all that is on them."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_name == null ? true : can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key_name))
    error_message = "The KMS key must be given by its full name without a version, for example projects/payments/locations/europe-west1/keyRings/disks/cryptoKeys/machines."
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
    condition     = alltrue([for name in keys(var.ingress) : can(regex("^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$", name)) && name != "ssh-through-iap"])
    error_message = "Names of ingress have up to 30 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash, and none is called ssh-through-iap."
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

variable "ssh_through_iap" {
  description = "Whether SSH is let in from Identity-Aware Proxy, which asks who it is before it connects. Without it, SSH needs an ingress of its own."
  type        = bool
  default     = true
  nullable    = false
}

variable "access" {
  description = <<-EOT
    Who may log in by OS Login, by a name of your choice (lower-case letters, digits and dashes):
    - `preset`: `user`, or `admin` for those who may become root.
    - `principals`: users, groups and service accounts that may, as IAM writes them, for example `group:developers@example.com`.
  EOT
  type = map(object({
    preset     = string
    principals = list(string)
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
    condition     = alltrue(flatten([for entry in values(var.access) : [for principal in entry.principals : can(regex("^(user|group|serviceAccount):[^@:\\s*]+@[^@:\\s*]+[.][a-z]+$", principal))]]))
    error_message = "Principals must be single users, groups or service accounts, for example group:developers@example.com; allUsers, allAuthenticatedUsers and whole domains are refused."
  }
}

variable "user_data" {
  description = "What the machine does when it starts: a script, which runs at every start, or for Ubuntu a cloud-init document. It can be read by everyone who may see the machine: no secrets."
  type        = string
  default     = null

  validation {
    condition     = var.user_data == null ? true : startswith(var.user_data, "#!") || startswith(var.user_data, "#cloud-config")
    error_message = "The user data must begin with #! (a script) or #cloud-config."
  }

  validation {
    condition     = var.user_data == null ? true : !startswith(var.user_data, "#cloud-config") || var.image == "ubuntu-24.04"
    error_message = "Google's image of Debian has no cloud-init: give a script, which begins with #!."
  }

  validation {
    condition     = var.user_data == null ? true : length(base64encode(var.user_data)) <= 349525
    error_message = "The user data has at most 256 KiB: fetch what is larger from a bucket."
  }
}

variable "deletion_protection" {
  description = "Whether Google refuses to delete the machine, also when Terraform wants to replace or destroy it."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags of the machine and its disks, by key; Google calls them labels."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : can(regex("^[a-z][a-z0-9_-]{0,62}$", key)) && !startswith(key, "goog")])
    error_message = "A tag's key has 1 to 63 lower-case letters, digits, dashes and underscores, begins with a letter and not with \"goog\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : can(regex("^[a-z0-9_-]{0,63}$", value))])
    error_message = "A tag's value has at most 63 lower-case letters, digits, dashes and underscores."
  }

  validation {
    condition     = length(var.tags) <= 64
    error_message = "A machine has at most 64 tags."
  }
}
