variable "name" {
  description = "Name of the machine and prefix of all names made: 3 to 32 lower-case letters, digits and dashes. Another name replaces the security group and the role, not the machine."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 32 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
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
  description = "AWS's own name of the machine's type, for example `c7g.large`; it wins over `size`."
  type        = string
  default     = null

  validation {
    condition     = var.machine_type == null ? true : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", var.machine_type))
    error_message = "The type of machine must be a name of AWS, for example m6i.large."
  }
}

variable "image" {
  description = "What the machine starts from, in the vendor's newest image: `ubuntu-24.04`, `debian-12` or `amazon-linux-2023`."
  type        = string
  default     = "ubuntu-24.04"
  nullable    = false

  validation {
    condition     = contains(["ubuntu-24.04", "debian-12", "amazon-linux-2023"], var.image)
    error_message = "The image must be ubuntu-24.04, debian-12 or amazon-linux-2023; any other is given by its id as image_id."
  }
}

variable "image_id" {
  description = "Id of an image of your own; it wins over `image`, and its processor must be that of the machine. Sessions need the agent of Systems Manager in it."
  type        = string
  default     = null

  validation {
    condition     = var.image_id == null ? true : can(regex("^ami-[0-9a-f]+$", var.image_id))
    error_message = "The image must be given by its id, for example ami-0a1b2c3d4e5f67890."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_id" {
  description = "Id of the private subnet. Another subnet replaces the machine."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^subnet-[0-9a-f]+$", var.subnet_id))
    error_message = "The subnet must be given by its id, for example subnet-0a1b2c3d4e5f67890."
  }
}

variable "availability_zone" {
  description = "Zone of the subnet, for example `eu-west-1a`; needed with data disks, which live in a zone. Another zone replaces machine and disks."
  type        = string
  default     = null

  validation {
    condition     = var.availability_zone == null ? true : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+[a-z]$", var.availability_zone))
    error_message = "The availability zone must be given by name, for example eu-west-1a."
  }
}

variable "root_disk" {
  description = <<-EOT
    The disk that the machine starts from; it goes with the machine:
    - `size_gb`: its size. It can grow, not shrink.
    - `iops`: operations in a second, if more than 3000.
    - `throughput`: MiB in a second, if more than 125.
  EOT
  type = object({
    size_gb    = optional(number, 20)
    iops       = optional(number)
    throughput = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.root_disk.size_gb >= 8 && var.root_disk.size_gb <= 16384 && floor(var.root_disk.size_gb) == var.root_disk.size_gb
    error_message = "The root disk has 8 to 16384 GB, a whole number."
  }

  validation {
    condition     = var.root_disk.iops == null ? true : var.root_disk.iops >= 3000 && var.root_disk.iops <= 16000
    error_message = "The root disk does 3000 to 16000 operations in a second."
  }

  validation {
    condition     = var.root_disk.throughput == null ? true : var.root_disk.throughput >= 125 && var.root_disk.throughput <= 1000
    error_message = "The root disk moves 125 to 1000 MiB in a second."
  }
}

variable "data_disks" {
  description = <<-EOT
    Further disks, by a name of your choice; they outlive the machine when it is replaced:
    - `size_gb`: its size. It can grow, not shrink.
    - `iops`: operations in a second, if more than 3000.
    - `throughput`: MiB in a second, if more than 125.
    - `device_name`: from `/dev/sdf` to `/dev/sdp`; left out for all disks, they are given out in the order of the names.
    - `final_snapshot`: whether a snapshot is kept when the disk is removed.
  EOT
  type = map(object({
    size_gb        = number
    iops           = optional(number)
    throughput     = optional(number)
    device_name    = optional(string)
    final_snapshot = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.data_disks) == 0 || var.availability_zone != null
    error_message = "Data disks need the zone in which they live: give availability_zone, the zone of the subnet."
  }

  validation {
    condition     = length(var.data_disks) <= 11
    error_message = "A machine has at most 11 data disks here."
  }

  validation {
    condition     = alltrue([for name in keys(var.data_disks) : can(regex("^[a-z][a-z0-9-]{0,30}$", name))])
    error_message = "Names of data disks have up to 31 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.size_gb >= 1 && disk.size_gb <= 16384 && floor(disk.size_gb) == disk.size_gb])
    error_message = "A data disk has 1 to 16384 GB, a whole number."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.iops == null ? true : disk.iops >= 3000 && disk.iops <= 16000])
    error_message = "A data disk does 3000 to 16000 operations in a second."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.throughput == null ? true : disk.throughput >= 125 && disk.throughput <= 1000])
    error_message = "A data disk moves 125 to 1000 MiB in a second."
  }

  validation {
    condition     = alltrue([for disk in values(var.data_disks) : disk.device_name == null ? true : can(regex("^/dev/sd[f-p]$", disk.device_name))])
    error_message = "Device names go from /dev/sdf to /dev/sdp."
  }

  validation {
    condition     = contains([0, length(var.data_disks)], length([for disk in values(var.data_disks) : disk if disk.device_name != null])) && length(distinct([for name, disk in var.data_disks : coalesce(disk.device_name, name)])) == length(var.data_disks)
    error_message = "Give a device name of its own to every data disk, or to none."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key for all disks; without one, AWS's own key for EBS is used. Another key replaces machine and disks."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "ingress" {
  description = <<-EOT
    Who may connect, one entry for each port, by a name of your choice:
    - `port`: the port.
    - `protocol`: `tcp` or `udp`.
    - `cidrs`: ranges of IPv4 addresses.
    - `security_groups`: ids of security groups, by a name of your choice.
  EOT
  type = map(object({
    port            = number
    protocol        = optional(string, "tcp")
    cidrs           = optional(list(string), [])
    security_groups = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.ingress) : can(regex("^[a-z][a-z0-9-]{0,30}$", name))])
    error_message = "Names of ingress have up to 31 lower-case letters, digits and dashes, beginning with a letter."
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
    condition     = alltrue([for entry in values(var.ingress) : length(entry.cidrs) + length(entry.security_groups) >= 1])
    error_message = "Each ingress says who may connect: give cidrs or security_groups."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.ingress) : [for cidr in entry.cidrs : can(cidrnetmask(cidr)) && try(cidrsubnet(cidr, 0, 0) == cidr, false)]]))
    error_message = "Ranges must be IPv4 CIDRs that begin at their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.ingress) : [for cidr in entry.cidrs : !endswith(cidr, "/0")]]))
    error_message = "The machine must not be open to everyone: name the ranges that may connect, not 0.0.0.0/0."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.ingress) : [for id in values(entry.security_groups) : can(regex("^sg-[0-9a-f]+$", id))]]))
    error_message = "Security groups must be given by id, for example sg-0a1b2c3d4e5f67890."
  }
}

variable "egress" {
  description = <<-EOT
    What the machine may connect to, one entry for each port, by a name of your choice; given, it replaces the usual two as a whole:
    - `port`: the port.
    - `protocol`: `tcp` or `udp`.
    - `cidrs`: ranges of IPv4 addresses.
    - `security_groups`: ids of security groups, by a name of your choice.
  EOT
  type = map(object({
    port            = number
    protocol        = optional(string, "tcp")
    cidrs           = optional(list(string), [])
    security_groups = optional(map(string), {})
  }))
  default = {
    https = { port = 443, cidrs = ["0.0.0.0/0"] }
    # Ubuntu and Debian fetch their signed packages without TLS.
    packages = { port = 80, cidrs = ["0.0.0.0/0"] }
  }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.egress) : can(regex("^[a-z][a-z0-9-]{0,30}$", name))])
    error_message = "Names of egress have up to 31 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : entry.port >= 1 && entry.port <= 65535 && floor(entry.port) == entry.port])
    error_message = "A port is a whole number from 1 to 65535."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : contains(["tcp", "udp"], entry.protocol)])
    error_message = "The protocol must be tcp or udp."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : length(entry.cidrs) + length(entry.security_groups) >= 1])
    error_message = "Each egress says where to: give cidrs or security_groups."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.egress) : [for cidr in entry.cidrs : can(cidrnetmask(cidr)) && try(cidrsubnet(cidr, 0, 0) == cidr, false)]]))
    error_message = "Ranges must be IPv4 CIDRs that begin at their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.egress) : [for id in values(entry.security_groups) : can(regex("^sg-[0-9a-f]+$", id))]]))
    error_message = "Security groups must be given by id, for example sg-0a1b2c3d4e5f67890."
  }
}

variable "metadata_hop_limit" {
  description = "How many network hops an answer of the metadata service may take: 1 for the machine itself, 2 for containers on it."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.metadata_hop_limit >= 1 && var.metadata_hop_limit <= 64 && floor(var.metadata_hop_limit) == var.metadata_hop_limit
    error_message = "The hop limit is a whole number from 1 to 64."
  }
}

variable "user_data" {
  description = "What the machine does when it first starts: a script or a cloud-init document, at most 15,000 bytes. It can be read by everyone who may see the machine: no secrets."
  type        = string
  default     = null

  validation {
    condition     = var.user_data == null ? true : length(base64encode(var.user_data)) <= 20000
    error_message = "The user data has at most 15,000 bytes: fetch what is larger from a bucket."
  }
}

variable "user_data_replace_on_change" {
  description = "Whether other user data replaces the machine. Without it, the machine is stopped and started, and does not run it again."
  type        = bool
  default     = false
  nullable    = false
}

variable "detailed_monitoring" {
  description = "Whether metrics come every minute and not every five, which costs."
  type        = bool
  default     = true
  nullable    = false
}

variable "deletion_protection" {
  description = "Whether AWS refuses to end the machine, also when Terraform wants to replace or destroy it."
  type        = bool
  default     = true
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits the machine's role whatever else is allowed; null for none. Applies with the roles of the module terraform-permissions need it."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of a policy, for example arn:aws:iam::111122223333:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of everything made, by key."
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
