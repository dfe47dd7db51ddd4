variable "name" {
  description = "Prefix of all names made: 3 to 32 lower-case letters, digits and dashes. Another name renames tags, and replaces the flow logs with their group and the endpoints' security group."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 32 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "cidr" {
  description = "The VPC's range of private IPv4 addresses, from /16 to /25, for example 10.20.0.0/16. Another range replaces the VPC and all that is in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(cidrnetmask(var.cidr)) && can(cidrsubnet(var.cidr, 0, 0))
    error_message = "The range must be an IPv4 CIDR, for example 10.20.0.0/16."
  }

  validation {
    condition     = !can(cidrnetmask(var.cidr)) ? true : cidrsubnet(var.cidr, 0, 0) == var.cidr
    error_message = "The range must begin at its first address: 10.20.0.0/16, not 10.20.3.0/16."
  }

  validation {
    condition     = !can(cidrnetmask(var.cidr)) ? true : tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 25
    error_message = "The range must be between /16 and /25: AWS makes no larger VPC, and a smaller one does not hold the subnets."
  }

  validation {
    condition     = !can(cidrnetmask(var.cidr)) ? true : can(regex("^(10[.]|172[.](1[6-9]|2[0-9]|3[01])[.]|192[.]168[.]|100[.](6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])[.])", var.cidr))
    error_message = "The range must be private: within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10."
  }
}

variable "availability_zones" {
  description = "Names of two to six availability zones of the provider's region, for example [\"eu-west-1a\", \"eu-west-1b\"]. Their order decides the subnets' addresses: add new ones at the end."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.availability_zones) >= 2 && length(var.availability_zones) <= 6
    error_message = "Give two to six availability zones."
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "Each availability zone may be given once."
  }

  validation {
    condition     = alltrue([for zone in var.availability_zones : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+[a-z]$", zone))])
    error_message = "Availability zones are given by name, for example eu-west-1a."
  }

  validation {
    condition     = length(distinct([for zone in var.availability_zones : replace(zone, "/[a-z]$/", "")])) <= 1
    error_message = "All availability zones must be of one region."
  }
}

variable "subnet_bits" {
  description = <<-EOT
    How many bits of the VPC's range number its subnets; each bit more halves them:
    - `private`: for private subnets. 3 gives each zone an eighth of the range: a /19 of a /16.
    - `public`: for public subnets. Left out, it is 6 (a /22 of a /16), or fewer where they would be smaller than a /28.
  EOT
  type = object({
    private = optional(number, 3)
    public  = optional(number)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for bits in values(var.subnet_bits) : bits == null ? true : bits >= 1 && floor(bits) == bits])
    error_message = "Bits must be whole numbers, at least 1."
  }

  validation {
    condition     = !can(cidrnetmask(var.cidr)) ? true : alltrue([for bits in values(var.subnet_bits) : bits == null ? true : tonumber(split("/", var.cidr)[1]) + bits <= 28])
    error_message = "AWS makes no subnet smaller than /28: the length of the VPC's range and the bits must not be more than 28 together."
  }

  validation {
    condition     = !can(cidrnetmask(var.cidr)) ? true : length(var.availability_zones) * (pow(2, -var.subnet_bits.private) + pow(2, -coalesce(var.subnet_bits.public, min(6, 28 - tonumber(split("/", var.cidr)[1]))))) <= 1
    error_message = "The subnets of all zones do not fit into the VPC's range: give more bits, fewer zones or a larger range."
  }
}

variable "nat" {
  description = "How private subnets reach the internet: `none`, `single` for one NAT gateway in the first zone, or `per-zone` for one in each, which outlives the loss of a zone."
  type        = string
  default     = "single"
  nullable    = false

  validation {
    condition     = contains(["none", "single", "per-zone"], var.nat)
    error_message = "NAT must be none, single or per-zone."
  }
}

variable "flow_logs" {
  description = <<-EOT
    Records of the VPC's connections in CloudWatch:
    - `enabled`: whether they are kept.
    - `traffic`: which connections: `ALL`, `ACCEPT` or `REJECT`.
    - `aggregation_seconds`: over how long a connection is summed up: 60 or 600.
    - `log_retention_days`: how long they are kept; one of the numbers that CloudWatch knows.
    - `kms_key_arn`: a key of your own, whose policy must allow CloudWatch Logs; without one, AWS's own is used.
  EOT
  type = object({
    enabled             = optional(bool, true)
    traffic             = optional(string, "ALL")
    aggregation_seconds = optional(number, 600)
    log_retention_days  = optional(number, 90)
    kms_key_arn         = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["ALL", "ACCEPT", "REJECT"], var.flow_logs.traffic)
    error_message = "The traffic of flow logs must be ALL, ACCEPT or REJECT."
  }

  validation {
    condition     = contains([60, 600], var.flow_logs.aggregation_seconds)
    error_message = "Flow logs are summed up over 60 or 600 seconds."
  }

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_logs.log_retention_days)
    error_message = "CloudWatch keeps logs for certain numbers of days only, for example 30, 90 or 365."
  }

  validation {
    condition     = var.flow_logs.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.flow_logs.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "endpoints" {
  description = <<-EOT
    Services of AWS that are reached without the internet:
    - `gateway`: `s3` and `dynamodb`, by routes, which cost nothing.
    - `interface`: others by the end of their service name, for example `ssm`, `ecr.api` or `logs`, each with an address in every private subnet, which costs by the hour.
  EOT
  type = object({
    gateway   = optional(list(string), ["s3", "dynamodb"])
    interface = optional(list(string), [])
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for service in var.endpoints.gateway : contains(["s3", "dynamodb"], service)])
    error_message = "Gateway endpoints exist for s3 and dynamodb only."
  }

  validation {
    condition     = alltrue([for service in var.endpoints.interface : can(regex("^[a-z0-9-]+([.][a-z0-9-]+)*$", service)) && !can(regex("amazonaws", service))])
    error_message = "Interface endpoints are named by the end of their service name, for example ecr.api, not com.amazonaws.eu-west-1.ecr.api."
  }

  validation {
    condition     = length(distinct(concat(var.endpoints.gateway, var.endpoints.interface))) == length(concat(var.endpoints.gateway, var.endpoints.interface))
    error_message = "Each service may be given once, as a gateway or as an interface."
  }
}

variable "kubernetes_load_balancers" {
  description = "Whether subnets carry the tags by which load balancers of Kubernetes find them: public ones for those on the internet, private ones for those inside."
  type        = bool
  default     = false
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits the role of the flow logs whatever else is allowed; null for none. Applies with the roles of the module terraform-permissions need it."
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
    condition     = length(var.tags) <= 48
    error_message = "At most 48 tags can be given: AWS allows 50, and the module adds up to two of its own."
  }
}
