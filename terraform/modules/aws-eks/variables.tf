variable "name" {
  description = "Name of the cluster and prefix of all names made: 3 to 32 lower-case letters, digits and dashes. Another name replaces the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 32 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "kubernetes_version" {
  description = "Version of Kubernetes of control plane and nodes, for example `1.33`. EKS goes up one version at a time and never down."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^1[.][0-9]{2}$", var.kubernetes_version))
    error_message = "The version of Kubernetes needs two numbers, for example 1.33; EKS chooses the third."
  }
}

variable "vpc_id" {
  description = "Id of the VPC. It cannot be changed later."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_ids" {
  description = "Ids of at least two private subnets in different zones, for control plane and nodes."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Give at least two private subnets, in different zones."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "Subnets must be given by id, for example subnet-0a1b2c3d4e5f67890."
  }
}

variable "service_cidr" {
  description = "Range of addresses for Services, from /12 to /24, that meets no network the cluster talks to; left out, EKS chooses. It cannot be changed later."
  type        = string
  default     = null

  validation {
    condition     = var.service_cidr == null ? true : try(cidrsubnet(var.service_cidr, 0, 0) == var.service_cidr && can(cidrnetmask(var.service_cidr)) && tonumber(split("/", var.service_cidr)[1]) >= 12 && tonumber(split("/", var.service_cidr)[1]) <= 24, false)
    error_message = "The range of Services must be an IPv4 CIDR from /12 to /24 that begins at its first address, for example 172.20.0.0/16."
  }

  validation {
    condition     = var.service_cidr == null ? true : can(regex("^(10[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|192[.]168[.])", var.service_cidr))
    error_message = "The range of Services must be private: within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16."
  }
}

variable "allowed_security_groups" {
  description = "Who may call the private endpoint beside the nodes: ids of security groups, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.allowed_security_groups) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "Security groups must be given by id, for example sg-0a1b2c3d4e5f67890."
  }
}

variable "allowed_cidrs" {
  description = "Who may call the private endpoint beside the nodes: ranges of IPv4 addresses, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : can(cidrnetmask(cidr)) && try(cidrsubnet(cidr, 0, 0) == cidr, false)])
    error_message = "Ranges must be IPv4 CIDRs that begin at their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : !endswith(cidr, "/0")])
    error_message = "The endpoint must not be open to everyone: name the ranges that may call it, not 0.0.0.0/0."
  }
}

variable "public_endpoint_cidrs" {
  description = "Who may call the endpoint over the internet: ranges of public IPv4 addresses, by a name of your choice. Without any, the cluster has no public endpoint."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.public_endpoint_cidrs) : can(cidrnetmask(cidr)) && try(cidrsubnet(cidr, 0, 0) == cidr, false)])
    error_message = "Ranges must be IPv4 CIDRs that begin at their first address, for example 203.0.113.0/24."
  }

  validation {
    condition     = alltrue([for cidr in values(var.public_endpoint_cidrs) : !endswith(cidr, "/0")])
    error_message = "The public endpoint must not be open to everyone: name the ranges that may call it, not 0.0.0.0/0."
  }

  validation {
    condition     = length(var.public_endpoint_cidrs) <= 40
    error_message = "EKS takes at most 40 ranges for the public endpoint."
  }
}

variable "create_kms_key" {
  description = "Whether the module makes the KMS key that encrypts secrets. Without it, give one as `kms_key_arn`."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of a KMS key of your own for secrets, with `create_kms_key` off. It cannot be changed later."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = (var.kms_key_arn == null) == var.create_kms_key
    error_message = "Either the module makes the key, or create_kms_key is false and kms_key_arn is given."
  }
}

variable "control_plane_logs" {
  description = <<-EOT
    Logs of the control plane in CloudWatch:
    - `types`: which: `api`, `audit`, `authenticator`, `controllerManager` and `scheduler`.
    - `log_retention_days`: how long they are kept; one of the numbers that CloudWatch knows.
    - `kms_key_arn`: a key of your own, whose policy must allow CloudWatch Logs; without one, AWS's own is used.
  EOT
  type = object({
    types              = optional(list(string), ["api", "audit", "authenticator", "controllerManager", "scheduler"])
    log_retention_days = optional(number, 90)
    kms_key_arn        = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for type in var.control_plane_logs.types : contains(["api", "audit", "authenticator", "controllerManager", "scheduler"], type)])
    error_message = "Logs of the control plane are api, audit, authenticator, controllerManager and scheduler."
  }

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.control_plane_logs.log_retention_days)
    error_message = "CloudWatch keeps logs for certain numbers of days only, for example 30, 90 or 365."
  }

  validation {
    condition     = var.control_plane_logs.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.control_plane_logs.kms_key_arn))
    error_message = "The logs' KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "access_entries" {
  description = <<-EOT
    Who may use the cluster, by a name of your choice; nobody else may, not even who made it:
    - `principal_arn`: ARN of the role or user.
    - `preset`: what they may do: `view`, `edit`, `admin`, or `cluster-admin`; left out, only what their groups may.
    - `namespaces`: where the preset applies; left out, everywhere.
    - `kubernetes_groups`: groups that bindings in the cluster name.
  EOT
  type = map(object({
    principal_arn     = string
    preset            = optional(string)
    namespaces        = optional(list(string), [])
    kubernetes_groups = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9+=,.@_/-]+$", entry.principal_arn))])
    error_message = "A principal must be the ARN of one role or user, for example arn:aws:iam::111122223333:role/platform."
  }

  validation {
    condition     = length(distinct([for entry in values(var.access_entries) : entry.principal_arn])) == length(var.access_entries)
    error_message = "Each principal may have one access entry."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : entry.preset == null ? true : contains(["view", "edit", "admin", "cluster-admin"], entry.preset)])
    error_message = "The preset of an access entry must be view, edit, admin or cluster-admin."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : entry.preset != null || length(entry.kubernetes_groups) > 0])
    error_message = "An access entry without a preset needs kubernetes_groups."
  }

  validation {
    condition     = alltrue([for entry in values(var.access_entries) : length(entry.namespaces) == 0 || (entry.preset == null ? false : entry.preset != "cluster-admin")])
    error_message = "Namespaces limit the presets view, edit and admin only."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.access_entries) : [for group in entry.kubernetes_groups : !startswith(group, "system:")]]))
    error_message = "EKS gives nobody the groups of Kubernetes itself, which begin with system:, by an access entry."
  }
}

variable "oidc_provider" {
  description = "Whether IAM trusts the cluster's tokens, so that service accounts can have roles without Pod Identity."
  type        = bool
  default     = true
  nullable    = false
}

variable "node_groups" {
  description = <<-EOT
    Groups of nodes that EKS manages, by a name of your choice:
    - `size`: `small` (2 processors, 4 GiB), `medium` (2 processors, 8 GiB), `large` (4 processors, 16 GiB) or `xlarge` (8 processors, 32 GiB).
    - `machine_types`: AWS's own names, all for the same processor; they win over `size`. Several make it easier to get spot capacity.
    - `min_size`: how many nodes there are at least.
    - `max_size`: how many nodes there are at most.
    - `desired_size`: how many nodes there are at first; later an autoscaler decides. Left out, it is `min_size`.
    - `spot`: whether nodes are of spare capacity, which AWS takes back at short notice.
    - `disk_size_gb`: size of each node's encrypted disk.
    - `labels`: labels of the nodes.
    - `taints`: what keeps pods away that do not tolerate it: `key`, `value` and `effect` (`NoSchedule`, `PreferNoSchedule` or `NoExecute`).
  EOT
  type = map(object({
    size          = optional(string, "medium")
    machine_types = optional(list(string), [])
    min_size      = optional(number, 2)
    max_size      = optional(number, 4)
    desired_size  = optional(number)
    spot          = optional(bool, false)
    disk_size_gb  = optional(number, 50)
    labels        = optional(map(string), {})
    taints = optional(list(object({
      key    = string
      value  = optional(string)
      effect = string
    })), [])
  }))
  default  = { general = {} }
  nullable = false

  validation {
    condition     = length(var.node_groups) >= 1
    error_message = "Give at least one node group: add-ons such as coredns need a node to run on."
  }

  validation {
    condition     = alltrue([for name in keys(var.node_groups) : can(regex("^[a-z][a-z0-9-]{0,30}$", name))])
    error_message = "Names of node groups have up to 31 lower-case letters, digits and dashes, beginning with a letter."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : contains(["small", "medium", "large", "xlarge"], group.size)])
    error_message = "The size of nodes must be small, medium, large or xlarge."
  }

  validation {
    condition     = alltrue(flatten([for group in values(var.node_groups) : [for type in group.machine_types : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", type))]]))
    error_message = "Types of machines must be names of AWS, for example m6i.large."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : length(distinct([for type in group.machine_types : can(regex("^([a-z]+[0-9]+g[a-z]*|a1)[.]", type))])) <= 1])
    error_message = "All types of a node group must be for the same processor: with Graviton or without."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : alltrue([for size in [group.min_size, group.max_size, coalesce(group.desired_size, group.min_size)] : floor(size) == size]) && group.min_size >= 0 && group.max_size >= 1 && group.max_size <= 450])
    error_message = "Numbers of nodes are whole: min_size at least 0, max_size from 1 to 450."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.min_size <= coalesce(group.desired_size, group.min_size) && coalesce(group.desired_size, group.min_size) <= group.max_size])
    error_message = "The desired number of nodes must lie between min_size and max_size."
  }

  validation {
    condition     = alltrue([for group in values(var.node_groups) : group.disk_size_gb >= 20 && group.disk_size_gb <= 16384 && floor(group.disk_size_gb) == group.disk_size_gb])
    error_message = "A node's disk has 20 to 16384 GB, a whole number."
  }

  validation {
    condition     = alltrue(flatten([for group in values(var.node_groups) : [for key, value in group.labels : can(regex("^([a-z0-9.-]+/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$", key)) && can(regex("^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$", value)) && !startswith(key, "eks.amazonaws.com/")]]))
    error_message = "Labels are those that Kubernetes allows, for example team = payments, and do not begin with eks.amazonaws.com/."
  }

  validation {
    condition     = alltrue(flatten([for group in values(var.node_groups) : [for taint in group.taints : contains(["NoSchedule", "PreferNoSchedule", "NoExecute"], taint.effect)]]))
    error_message = "The effect of a taint must be NoSchedule, PreferNoSchedule or NoExecute."
  }
}

variable "node_disk_kms_key_arn" {
  description = "ARN of the KMS key for nodes' disks, whose policy must allow the role of EC2 Auto Scaling; without one, AWS's own key for EBS is used."
  type        = string
  default     = null

  validation {
    condition     = var.node_disk_kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.node_disk_kms_key_arn))
    error_message = "The disks' KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "addons" {
  description = <<-EOT
    Add-ons of EKS, by their name there; given, they replace the usual four as a whole:
    - `version`: for example `v1.19.2-eksbuild.1`; left out, the one that EKS chooses when the add-on is first made.
    - `configuration`: settings of the add-on as JSON.
    - `service_account_roles`: ARNs of roles by Pod Identity, by service account.
  EOT
  type = map(object({
    version               = optional(string)
    configuration         = optional(string)
    service_account_roles = optional(map(string), {})
  }))
  default = {
    vpc-cni                = {}
    kube-proxy             = {}
    coredns                = {}
    eks-pod-identity-agent = {}
  }
  nullable = false

  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.version == null ? true : can(regex("^v[0-9]+[.][0-9]+[.][0-9]+-eksbuild[.][0-9]+$", addon.version))])
    error_message = "Versions of add-ons are written as EKS writes them, for example v1.19.2-eksbuild.1."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : addon.configuration == null ? true : can(jsondecode(addon.configuration))])
    error_message = "The configuration of an add-on must be JSON: use jsonencode."
  }

  validation {
    condition     = alltrue(flatten([for addon in values(var.addons) : [for arn in values(addon.service_account_roles) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))]]))
    error_message = "Roles of service accounts must be ARNs of roles, for example arn:aws:iam::111122223333:role/volumes."
  }

  validation {
    condition     = alltrue([for addon in values(var.addons) : length(addon.service_account_roles) == 0]) || contains(keys(var.addons), "eks-pod-identity-agent")
    error_message = "Roles of service accounts need the add-on eks-pod-identity-agent."
  }
}

variable "support" {
  description = "What happens when a version's standard support ends: `standard` upgrades the control plane by itself, `extended` keeps it for a year more, at a higher price."
  type        = string
  default     = "standard"
  nullable    = false

  validation {
    condition     = contains(["standard", "extended"], var.support)
    error_message = "Support must be standard or extended."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits the roles of control plane and nodes whatever else is allowed; null for none. Applies with the roles of the module terraform-permissions need it."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of a policy, for example arn:aws:iam::111122223333:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of everything made, nodes and their disks included, by key."
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
    condition     = length(var.tags) <= 40
    error_message = "At most 40 tags can be given: AWS allows 50, and the module and EKS add their own to nodes."
  }
}
