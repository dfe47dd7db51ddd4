variable "name" {
  description = "Name of the cluster, and how the names of all that belongs to it begin: 2 to 50 lower-case letters, digits and dashes. Another name replaces the cluster."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "The name needs 2 to 50 lower-case letters, digits or single dashes, beginning with a letter and ending with a letter or digit."
  }

  validation {
    condition     = !can(regex("^sg(-|$)", var.name))
    error_message = "AWS keeps names of security groups that begin with \"sg-\" for itself: choose another name."
  }
}

variable "engine_version" {
  description = "Version of DocumentDB: `4.0.0`, `5.0.0` or `8.0.0`."
  type        = string
  default     = "5.0.0"
  nullable    = false

  validation {
    condition     = contains(["4.0.0", "5.0.0", "8.0.0"], var.engine_version)
    error_message = "The version must be 4.0.0, 5.0.0 or 8.0.0."
  }
}

variable "allow_major_version_upgrade" {
  description = "Whether another version in `engine_version` may be applied. Set it for the upgrade only."
  type        = bool
  default     = false
  nullable    = false
}

variable "auto_minor_version_upgrade" {
  description = "Whether AWS installs patches by itself, in the maintenance window."
  type        = bool
  default     = true
  nullable    = false
}

variable "size" {
  description = "Size of the machines: `small` (2 CPUs, 4 GiB), `medium` (2 CPUs, 16 GiB), `large` (twice `medium`) or `xlarge` (four times `medium`)."
  type        = string
  default     = "small"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "instance_class" {
  description = "Instance class of AWS, for example `db.r6g.4xlarge`; it is used instead of `size`."
  type        = string
  default     = null

  validation {
    condition     = var.instance_class == null ? true : can(regex("^db[.][a-z0-9-]+[.][a-z0-9]+$", var.instance_class)) && var.instance_class != "db.serverless"
    error_message = "An instance class has three parts, for example db.r6g.large."
  }
}

variable "instances" {
  description = "How many machines the cluster has, 1 to 16: one that writes, and readers, of which one takes over."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.instances >= 1 && var.instances <= 16 && floor(var.instances) == var.instances
    error_message = "The cluster must have 1 to 16 machines."
  }
}

variable "performance_insights" {
  description = "Whether Performance Insights records for seven days what the machines wait for."
  type        = bool
  default     = false
  nullable    = false
}

variable "vpc_id" {
  description = "VPC in which the cluster is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_ids" {
  description = "Private subnets for the cluster, in at least two zones."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Give at least two subnets, in different zones."
  }

  validation {
    condition     = length(distinct(var.subnet_ids)) == length(var.subnet_ids)
    error_message = "A subnet is given twice: name each one once."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "Subnets must be given by their ids, for example subnet-0a1b2c3d4e5f67890."
  }
}

variable "allowed_security_groups" {
  description = "Ids of the security groups whose members may connect, each with a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.allowed_security_groups) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "Security groups must be given by their ids, for example sg-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = alltrue([for name in keys(var.allowed_security_groups) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of security groups have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "allowed_cidrs" {
  description = "Ranges of private addresses that may connect, each with a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : try(cidrhost(cidr, 0) == split("/", cidr)[0], false)])
    error_message = "Ranges must be given as CIDR, beginning with their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : !can(regex("/0+$", cidr))])
    error_message = "The cluster is not for everybody: a range must not cover all addresses."
  }

  validation {
    condition     = alltrue([for name in keys(var.allowed_cidrs) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of ranges have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "port" {
  description = "Port on which the cluster answers. Another port replaces the cluster."
  type        = number
  default     = 27017
  nullable    = false

  validation {
    condition     = var.port >= 1150 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "The port must be a whole number from 1150 to 65535."
  }
}

variable "username" {
  description = "Name of the administrator; its password is made, kept and rotated by Secrets Manager. Another name replaces the cluster."
  type        = string
  default     = "administrator"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9]{0,62}$", var.username))
    error_message = "The administrator's name has up to 63 letters and digits, beginning with a letter."
  }

  validation {
    condition     = !contains(["admin", "root", "rdsadmin", "serviceadmin"], lower(var.username))
    error_message = "AWS keeps that name for itself: choose another, for example administrator."
  }
}

variable "audit_events" {
  description = "What the audit log records: `ddl` for logins, users, collections and indexes, or `all` for each read and write too."
  type        = string
  default     = "ddl"
  nullable    = false

  validation {
    condition     = contains(["ddl", "all"], var.audit_events)
    error_message = "The audit log records ddl or all."
  }
}

variable "parameters" {
  description = <<-EOT
    Parameters of the cluster by name, for example `profiler`:
    - `value`: value, as text.
    - `apply_method`: `immediate`, or `pending-reboot` for parameters that need a restart.
  EOT
  type = map(object({
    value        = string
    apply_method = optional(string, "immediate")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.parameters) : can(regex("^[a-z][a-z0-9_]*$", name))])
    error_message = "Names of parameters have lower-case letters, digits and underscores, for example profiler_threshold_ms."
  }

  validation {
    condition     = length(setintersection(keys(var.parameters), ["tls", "audit_logs"])) == 0
    error_message = "The module sets tls itself, so that connections are always encrypted, and audit_logs by audit_events: leave them out."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : contains(["immediate", "pending-reboot"], parameter.apply_method)])
    error_message = "The apply_method of a parameter must be immediate or pending-reboot."
  }

  validation {
    condition     = alltrue([for parameter in values(var.parameters) : try(length(parameter.value) >= 1, false)])
    error_message = "Each parameter needs a value: leave out those that keep the default."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for storage, backups, Performance Insights and logs; left out, AWS's own keys are used. Another key replaces the cluster."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "backup_retention_days" {
  description = "How many days of backups are kept, 1 to 35; the cluster can be restored to any moment within them."
  type        = number
  default     = 14
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "Backups are kept for 1 to 35 whole days."
  }
}

variable "backup_window" {
  description = "When the daily backup is made, in UTC, at least half an hour, for example `02:00-03:00`."
  type        = string
  default     = "02:00-03:00"
  nullable    = false

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.backup_window))
    error_message = "The backup window must be two times of day in UTC, for example 02:00-03:00."
  }

  # Both windows are counted in minutes.
  validation {
    condition = try(alltrue([
      for times in [[for time in regexall("([0-9]+):([0-9]+)", var.backup_window) : time[0] * 60 + time[1]]] :
      (times[1] - times[0] + 1440) % 1440 >= 30
    ]), true)
    error_message = "The backup window must last at least 30 minutes."
  }
}

variable "maintenance_window" {
  description = "When AWS may do maintenance, once a week, in UTC, at least half an hour, for example `sun:03:30-sun:04:30`; not during the backup window."
  type        = string
  default     = "sun:03:30-sun:04:30"
  nullable    = false

  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", var.maintenance_window))
    error_message = "The maintenance window must be two days and times in UTC, for example sun:03:30-sun:04:30."
  }

  validation {
    condition = try(alltrue([
      for times in [[
        for time in regexall("([a-z]+):([0-9]+):([0-9]+)", var.maintenance_window) :
        index(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], time[0]) * 1440 + time[1] * 60 + time[2]
      ]] :
      (times[1] - times[0] + 10080) % 10080 >= 30 && (times[1] - times[0] + 10080) % 10080 < 1440
    ]), true)
    error_message = "The maintenance window must last at least 30 minutes and less than a day."
  }

  # What comes first must have ended when the other begins, whichever it is; the backup is on every day.
  validation {
    condition = try(alltrue([
      for times in [[for time in regexall("([0-9]+):([0-9]+)", "${var.backup_window} ${var.maintenance_window}") : time[0] * 60 + time[1]]] :
      alltrue([
        (times[2] - times[0] + 1440) % 1440 >= (times[1] - times[0] + 1440) % 1440,
        (times[0] - times[2] + 1440) % 1440 >= (times[3] - times[2] + 1440) % 1440,
      ])
    ]), true)
    error_message = "The maintenance window must not overlap with the backup window, which is on every day."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the cluster. To destroy it, apply `false` first."
  type        = bool
  default     = true
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the cluster is destroyed without a last snapshot."
  type        = bool
  default     = false
  nullable    = false
}

variable "final_snapshot_identifier" {
  description = "Name of the last snapshot; left out, it is `name` with `-final`. AWS refuses a name that is taken."
  type        = string
  default     = null

  validation {
    condition     = var.final_snapshot_identifier == null ? true : can(regex("^[A-Za-z][A-Za-z0-9-]{0,253}[A-Za-z0-9]$", var.final_snapshot_identifier)) && !strcontains(var.final_snapshot_identifier, "--")
    error_message = "A snapshot's name has letters, digits and single dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once, instead of in the maintenance window. Some interrupt connections."
  type        = bool
  default     = false
  nullable    = false
}

variable "log_retention_days" {
  description = "How many days the logs are kept in CloudWatch: one of the numbers that CloudWatch has, for example 30 or 365."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "tags" {
  description = "Tags of all that the module makes, by key."
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
    condition     = length(merge(var.tags, { Name = var.name })) <= 50
    error_message = "AWS allows 50 tags, of which the module needs Name."
  }
}
