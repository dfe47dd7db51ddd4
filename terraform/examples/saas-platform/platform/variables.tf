variable "name" {
  description = "Prefix of all names made, with the environment in it, for example shop-staging: 3 to 27 lower-case letters, digits and dashes."
  type        = string
  nullable    = false

  # Databases add to it and may be 36 characters long.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,25}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 27 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "domain" {
  description = "Domain of the environment, for example staging.shop.example.com; its parent delegates it to the name servers given as an output."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]{2,}$", var.domain)) && length(var.domain) <= 60
    error_message = "The domain needs up to 60 lower-case letters, digits, dashes and dots, for example staging.shop.example.com."
  }
}

variable "namespace" {
  description = "Namespace of Kubernetes in which the components run, each under a service account of its own name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "The namespace needs up to 63 lower-case letters, digits and dashes."
  }
}

variable "network" {
  description = <<-EOT
    The network:
    - `cidr`: its range of private addresses.
    - `availability_zones`: names of two to six zones.
    - `nat`: `single` or `per-zone`.
  EOT
  type = object({
    cidr               = string
    availability_zones = list(string)
    nat                = string
  })
  nullable = false

  validation {
    condition     = contains(["single", "per-zone"], var.network.nat)
    error_message = "NAT must be single or per-zone: nodes fetch add-ons and images from outside."
  }
}

variable "cluster" {
  description = <<-EOT
    The Kubernetes cluster:
    - `kubernetes_version`: its version.
    - `support`: `standard` or `extended`.
    - `node_size`: size of the nodes.
    - `min_nodes`: how many nodes there are at least.
    - `max_nodes`: how many nodes there are at most.
  EOT
  type = object({
    kubernetes_version = string
    support            = optional(string, "standard")
    node_size          = string
    min_nodes          = number
    max_nodes          = number
  })
  nullable = false

  validation {
    condition     = var.cluster.min_nodes >= 2
    error_message = "Keep at least two nodes, so that one can be renewed."
  }
}

variable "access_entries" {
  description = <<-EOT
    Who may use the cluster, by a name of your choice:
    - `principal_arn`: ARN of the role or user.
    - `preset`: `view`, `edit`, `admin` or `cluster-admin`.
    - `namespaces`: where the preset applies; left out, everywhere.
  EOT
  type = map(object({
    principal_arn = string
    preset        = string
    namespaces    = optional(list(string), [])
  }))
  nullable = false

  validation {
    condition     = anytrue([for entry in values(var.access_entries) : entry.preset == "cluster-admin"])
    error_message = "At least one access entry needs the preset cluster-admin, or nobody can use the cluster."
  }
}

variable "allowed_cidrs" {
  description = "Who may call the cluster's private endpoint beside the nodes: ranges of addresses, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "public_endpoint_cidrs" {
  description = "Who may call the cluster's endpoint over the internet: ranges of addresses, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "database" {
  description = <<-EOT
    The database, Aurora PostgreSQL:
    - `size`: size of its machines.
    - `readers`: how many machines there are beside the one that writes.
    - `backup_retention_days`: how many days of backups are kept.
  EOT
  type = object({
    size                  = string
    readers               = number
    backup_retention_days = number
  })
  nullable = false
}

variable "documents" {
  description = <<-EOT
    The document database, DocumentDB:
    - `size`: size of its machines.
    - `instances`: how many machines there are.
    - `backup_retention_days`: how many days of backups are kept.
  EOT
  type = object({
    size                  = string
    instances             = number
    backup_retention_days = number
  })
  nullable = false
}

variable "log_retention_days" {
  description = "How many days logs are kept in CloudWatch."
  type        = number
  nullable    = false
}

variable "load_balancer" {
  description = "Host name of the load balancer that the cluster made, to which app.<domain> leads; left out until there is one."
  type        = string
  default     = null

  validation {
    condition     = var.load_balancer == null ? true : can(regex("^[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$", var.load_balancer))
    error_message = "The load balancer must be given by its host name, for example k8s-shop-1234.eu-west-1.elb.amazonaws.com."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits all roles made, whatever else they are allowed; left out, none does. Applies by the portal need it."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything made, by key."
  type        = map(string)
  nullable    = false
}
