variable "name" {
  description = "Name of the database in AWS, and how the names of all that belongs to it begin: 2 to 36 lower-case letters, digits and dashes. Choose it for good: another name replaces Aurora, and cannot be applied to `postgres`."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,34}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "The name needs 2 to 36 lower-case letters, digits or single dashes, beginning with a letter and ending with a letter or digit."
  }

  validation {
    condition     = !can(regex("^sg(-|$)", var.name))
    error_message = "AWS keeps names of security groups that begin with \"sg-\" for itself: choose another name."
  }
}

variable "engine" {
  description = "`postgres` for a database on one machine, with a standby, or `aurora` for a cluster of Aurora PostgreSQL with a writer and readers. Another engine replaces the database."
  type        = string
  default     = "postgres"
  nullable    = false

  validation {
    condition     = contains(["postgres", "aurora"], var.engine)
    error_message = "The engine must be postgres or aurora."
  }
}

variable "engine_version" {
  description = "Version of PostgreSQL, for example `17`. With a minor version too, for example `17.5`, AWS must not upgrade minor versions by itself."
  type        = string
  default     = "17"
  nullable    = false

  validation {
    condition     = can(regex("^1[3-9]([.][0-9]{1,2})?$", var.engine_version))
    error_message = "The version must be a major version of PostgreSQL from 13 to 19, with or without a minor one, for example 17 or 17.5."
  }

  validation {
    condition     = !strcontains(var.engine_version, ".") || !var.auto_minor_version_upgrade
    error_message = "Give the major version only, for example 17, or set auto_minor_version_upgrade to false: otherwise Terraform would want to go back after each upgrade."
  }
}

variable "allow_major_version_upgrade" {
  description = "Whether another major version in `engine_version` may be applied. Set it for the upgrade only."
  type        = bool
  default     = false
  nullable    = false
}

variable "auto_minor_version_upgrade" {
  description = "Whether AWS upgrades minor versions by itself, in the maintenance window."
  type        = bool
  default     = true
  nullable    = false
}

variable "size" {
  description = "Size of the machines: `small` (2 CPUs, 4 GiB), `medium` (2 CPUs, 8 GiB; Aurora 16 GiB), `large` (twice `medium`) or `xlarge` (four times `medium`); not used with `serverless`."
  type        = string
  default     = "small"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "instance_class" {
  description = "Instance class of AWS, for example `db.r7g.4xlarge`; it is used instead of `size`."
  type        = string
  default     = null

  validation {
    condition     = var.instance_class == null ? true : can(regex("^db[.][a-z0-9-]+[.][a-z0-9]+$", var.instance_class))
    error_message = "An instance class has three parts, for example db.r7g.large."
  }

  validation {
    condition     = var.instance_class == null || var.serverless == null
    error_message = "With serverless there is no machine to choose: leave instance_class out."
  }
}

variable "storage" {
  description = <<-EOT
    Storage of the engine `postgres` (gp3; Aurora's grows by itself). Left out, it is 50 GiB that may grow to 200:
    - `size_gb`: size in GiB, 20 to 65536. It can grow, not shrink.
    - `max_size_gb`: size up to which AWS lets it grow by itself, at least 10 % more; left out, it does not grow.
    - `iops`: operations a second, 12000 to 64000, from 400 GiB on; left out, what AWS includes.
    - `throughput`: MiB a second, 500 to 4000, from 400 GiB on; left out, what AWS includes.
  EOT
  type = object({
    size_gb     = number
    max_size_gb = optional(number)
    iops        = optional(number)
    throughput  = optional(number)
  })
  default = null

  validation {
    condition     = var.storage == null || var.engine == "postgres"
    error_message = "The storage of Aurora grows by itself: leave storage out."
  }

  validation {
    condition     = var.storage == null ? true : alltrue([for value in values(var.storage) : value == null ? true : floor(value) == value])
    error_message = "All that is said of the storage must be whole numbers."
  }

  validation {
    condition     = var.storage == null ? true : var.storage.size_gb >= 20 && var.storage.size_gb <= 65536
    error_message = "The storage must have 20 to 65536 GiB."
  }

  validation {
    condition     = try(var.storage.max_size_gb, null) == null ? true : var.storage.max_size_gb >= var.storage.size_gb * 1.1 && var.storage.max_size_gb <= 65536
    error_message = "The storage must be allowed to grow by 10 % or more, to at most 65536 GiB."
  }

  validation {
    condition     = try(var.storage.iops, null) == null ? true : var.storage.iops >= 12000 && var.storage.iops <= 64000
    error_message = "The storage's iops must be 12000 to 64000."
  }

  validation {
    condition     = try(var.storage.throughput, null) == null ? true : var.storage.throughput >= 500 && var.storage.throughput <= 4000
    error_message = "The storage's throughput must be 500 to 4000 MiB a second."
  }

  validation {
    condition     = try(var.storage.throughput, null) == null ? true : var.storage.iops != null
    error_message = "Give iops together with throughput."
  }

  validation {
    condition     = try(var.storage.iops, null) == null ? true : var.storage.size_gb >= 400
    error_message = "Below 400 GiB the iops and throughput of gp3 are fixed: leave them out, or give 400 GiB or more."
  }
}

variable "multi_az" {
  description = "Whether the engine `postgres` has a standby in another zone that takes over; left out, it has."
  type        = bool
  default     = null

  validation {
    condition     = var.multi_az == null || var.engine == "postgres"
    error_message = "Aurora is spread over zones by its readers: give readers instead of multi_az."
  }
}

variable "readers" {
  description = "How many readers Aurora has beside its writer, 0 to 15, of which one takes over; left out, one."
  type        = number
  default     = null

  validation {
    condition     = var.readers == null || var.engine == "aurora"
    error_message = "Only Aurora has readers: give multi_az instead."
  }

  validation {
    condition     = var.readers == null ? true : var.readers >= 0 && var.readers <= 15 && floor(var.readers) == var.readers
    error_message = "The readers must be a whole number from 0 to 15."
  }
}

variable "serverless" {
  description = <<-EOT
    Capacity of Aurora Serverless v2 instead of machines of a fixed size, in units of about 2 GiB; left out, machines are used:
    - `min_capacity`: least capacity, in steps of 0.5; 0 lets the cluster pause when nobody is connected.
    - `max_capacity`: most capacity, 1 to 256, in steps of 0.5.
    - `seconds_until_auto_pause`: time without connections after which it pauses, 300 to 86400, for a least capacity of 0.
  EOT
  type = object({
    min_capacity             = number
    max_capacity             = number
    seconds_until_auto_pause = optional(number)
  })
  default = null

  validation {
    condition     = var.serverless == null || var.engine == "aurora"
    error_message = "Only Aurora is serverless: set engine to aurora, or leave serverless out."
  }

  validation {
    condition     = var.serverless == null ? true : alltrue([for capacity in [var.serverless.min_capacity, var.serverless.max_capacity] : floor(capacity * 2) == capacity * 2])
    error_message = "Capacities go in steps of 0.5."
  }

  validation {
    condition = var.serverless == null ? true : alltrue([
      var.serverless.min_capacity >= 0,
      var.serverless.max_capacity >= 1,
      var.serverless.max_capacity <= 256,
      var.serverless.min_capacity <= var.serverless.max_capacity,
    ])
    error_message = "The least capacity must be 0 or more and no more than the most, which is 1 to 256."
  }

  validation {
    condition = try(var.serverless.seconds_until_auto_pause, null) == null ? true : alltrue([
      var.serverless.min_capacity == 0,
      var.serverless.seconds_until_auto_pause >= 300,
      var.serverless.seconds_until_auto_pause <= 86400,
    ])
    error_message = "Only a least capacity of 0 can pause, after 300 to 86400 seconds."
  }
}

variable "vpc_id" {
  description = "VPC in which the database is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_ids" {
  description = "Private subnets for the database, in at least two zones."
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
    error_message = "The database is not for everybody: a range must not cover all addresses."
  }

  validation {
    condition     = alltrue([for name in keys(var.allowed_cidrs) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of ranges have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "port" {
  description = "Port on which the database answers."
  type        = number
  default     = 5432
  nullable    = false

  validation {
    condition     = var.port >= 1150 && var.port <= 65535 && floor(var.port) == var.port
    error_message = "The port must be a whole number from 1150 to 65535."
  }
}

variable "database_name" {
  description = "Name of the database that is made in it. Another name replaces the database with all that is in it."
  type        = string
  default     = "app"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "The database's name has up to 63 lower-case letters, digits and underscores, beginning with a letter."
  }

  validation {
    condition     = !contains(["db", "postgres", "rdsadmin", "template0", "template1"], var.database_name)
    error_message = "PostgreSQL or AWS keeps that database name for itself: choose another, for example app."
  }
}

variable "username" {
  description = "Name of the administrator; its password is made, kept and rotated by Secrets Manager. Another name replaces the database."
  type        = string
  default     = "administrator"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.username))
    error_message = "The administrator's name has up to 63 lower-case letters, digits and underscores, beginning with a letter."
  }

  validation {
    condition     = !contains(["admin", "public", "none"], var.username) && !can(regex("^(pg_|rds)", var.username))
    error_message = "PostgreSQL or AWS keeps that name for itself: choose another, for example administrator."
  }
}

variable "iam_authentication" {
  description = "Whether roles of IAM may log in with a token instead of a password."
  type        = bool
  default     = false
  nullable    = false
}

variable "parameters" {
  description = <<-EOT
    Parameters of PostgreSQL by name, for example `log_min_duration_statement`:
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
    condition     = alltrue([for name in keys(var.parameters) : can(regex("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$", name))])
    error_message = "Names of parameters have lower-case letters, digits and underscores, for example log_min_duration_statement or auto_explain.log_min_duration."
  }

  validation {
    condition     = length(setintersection(keys(var.parameters), ["rds.force_ssl", "ssl", "ssl_min_protocol_version"])) == 0
    error_message = "The module sets ssl, rds.force_ssl and ssl_min_protocol_version itself, so that connections are always encrypted: leave them out."
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
  description = "ARN of the key for storage, backups, the password, Performance Insights and logs; left out, AWS's own keys are used. Another key replaces the database."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "backup_retention_days" {
  description = "How many days of backups are kept, 1 to 35; the database can be restored to any moment within them."
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
  description = "Whether AWS refuses to delete the database. To destroy it, apply `false` first."
  type        = bool
  default     = true
  nullable    = false
}

variable "skip_final_snapshot" {
  description = "Whether the database is destroyed without a last snapshot."
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

variable "monitoring_interval" {
  description = "Seconds between two values of Enhanced Monitoring: 1, 5, 10, 15, 30 or 60; 0 switches it off."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = contains([0, 1, 5, 10, 15, 30, 60], var.monitoring_interval)
    error_message = "The monitoring interval must be 0, 1, 5, 10, 15, 30 or 60 seconds."
  }
}

variable "performance_insights_retention_days" {
  description = "How many days Performance Insights keeps its history: 7, which is free, a multiple of 31 up to 713, or 731."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = contains(concat([7, 731], [for month in range(1, 24) : month * 31]), var.performance_insights_retention_days)
    error_message = "Performance Insights keeps 7 days, a multiple of 31 up to 713, or 731."
  }
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

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits the monitoring role whatever else is allowed; null for none. Applies with the roles of the module terraform-permissions need it."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of a policy, for example arn:aws:iam::111122223333:policy/boundary."
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
