variable "name" {
  description = "Name of the broker: 2 to 50 lower-case letters, digits and dashes. Another name replaces the broker, with the messages in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,48}[a-z0-9]$", var.name))
    error_message = "The name needs 2 to 50 lower-case letters, digits or dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "engine_version" {
  description = "Version of RabbitMQ, major and minor, for example `4.2`; Amazon MQ chooses the patch and renews it."
  type        = string
  default     = "4.2"
  nullable    = false

  validation {
    condition     = can(regex("^(3[.]13|[4-9][.][0-9]{1,2})$", var.engine_version))
    error_message = "The version must be 3.13 or a newer one, with major and minor number only, for example 4.2."
  }
}

variable "deployment" {
  description = "`single` for one node, or `cluster` for three in different zones, which outlive the loss of one. Another deployment replaces the broker, with the messages in it."
  type        = string
  default     = "cluster"
  nullable    = false

  validation {
    condition     = contains(["single", "cluster"], var.deployment)
    error_message = "The deployment must be single or cluster."
  }
}

variable "size" {
  description = "Size of each node: `small` (1 CPU, 4 GiB, for tests only), `medium` (2 CPUs, 8 GiB), `large` (twice `medium`) or `xlarge` (four times `medium`)."
  type        = string
  default     = "medium"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "instance_class" {
  description = "Instance type of Amazon MQ, for example `mq.m7g.4xlarge`; it is used instead of `size`."
  type        = string
  default     = null

  validation {
    condition     = var.instance_class == null ? true : can(regex("^mq[.][a-z0-9-]+[.][a-z0-9]+$", var.instance_class))
    error_message = "An instance type has three parts, for example mq.m7g.large."
  }

  validation {
    condition     = var.instance_class == null || startswith(var.engine_version, "3.") ? true : startswith(var.instance_class, "mq.m7g.")
    error_message = "RabbitMQ 4 and newer run on the instance types mq.m7g only, for example mq.m7g.large."
  }

  validation {
    condition     = var.instance_class == null ? true : var.deployment == "single" || !startswith(var.instance_class, "mq.t")
    error_message = "A cluster cannot be made of the instance types mq.t3: choose a larger one, or set deployment to single."
  }
}

variable "vpc_id" {
  description = "VPC in which the broker is reached. Another one replaces the broker's security group, and the broker with its subnets."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_ids" {
  description = "Private subnets in which the broker is reached: exactly one for `single`, at least two in different zones for `cluster`. Others replace the broker."
  type        = list(string)
  nullable    = false

  validation {
    condition     = var.deployment != "single" || length(var.subnet_ids) == 1
    error_message = "A single broker needs exactly one subnet."
  }

  validation {
    condition     = var.deployment != "cluster" || length(var.subnet_ids) >= 2
    error_message = "A cluster needs at least two subnets, in different zones."
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
  description = "Ids of the security groups whose members may connect by AMQP, each with a name of your choice."
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
  description = "Ranges of private addresses that may connect by AMQP, each with a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : try(cidrhost(cidr, 0) == split("/", cidr)[0], false)])
    error_message = "Ranges must be given as CIDR, beginning with their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : !can(regex("/0+$", cidr))])
    error_message = "The broker is not for everybody: a range must not cover all addresses."
  }

  validation {
    condition     = alltrue([for name in keys(var.allowed_cidrs) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of ranges have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "console_allowed_security_groups" {
  description = "Ids of the security groups whose members may reach the web console and the management API, each with a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.console_allowed_security_groups) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "Security groups must be given by their ids, for example sg-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = alltrue([for name in keys(var.console_allowed_security_groups) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of security groups have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "console_allowed_cidrs" {
  description = "Ranges of private addresses that may reach the web console and the management API, each with a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.console_allowed_cidrs) : try(cidrhost(cidr, 0) == split("/", cidr)[0], false)])
    error_message = "Ranges must be given as CIDR, beginning with their first address, for example 10.20.0.0/16."
  }

  validation {
    condition     = alltrue([for cidr in values(var.console_allowed_cidrs) : !can(regex("/0+$", cidr))])
    error_message = "The console is not for everybody: a range must not cover all addresses."
  }

  validation {
    condition     = alltrue([for name in keys(var.console_allowed_cidrs) : can(regex("^[A-Za-z0-9._-]{1,64}$", name))])
    error_message = "Names of ranges have up to 64 letters, digits, dots, dashes and underscores."
  }
}

variable "username" {
  description = "Name of the administrator, who is made with the broker. Another name later changes nothing."
  type        = string
  default     = "administrator"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{2,100}$", var.username))
    error_message = "The administrator's name has 2 to 100 letters, digits, dots, dashes and underscores."
  }

  validation {
    condition     = lower(var.username) != "guest"
    error_message = "Amazon MQ does not allow the name guest: choose another, for example administrator."
  }
}

variable "password" {
  description = "First password of the administrator: 12 to 250 characters, at least 4 of them different, without commas, colons and equal signs. It is in the state and is to be changed in RabbitMQ when the broker is there; another password here later changes nothing."
  type        = string
  sensitive   = true
  nullable    = false

  validation {
    condition     = length(var.password) >= 12 && length(var.password) <= 250
    error_message = "The password needs 12 to 250 characters."
  }

  validation {
    condition     = length(distinct(split("", var.password))) >= 4
    error_message = "The password needs at least 4 different characters."
  }

  validation {
    condition     = !can(regex("[,:=]", var.password))
    error_message = "The password must not contain commas, colons or equal signs."
  }

  validation {
    condition     = can(regex("^[!-~]*$", var.password))
    error_message = "The password must be made of letters, digits and signs of ASCII, without blanks."
  }
}

variable "configuration" {
  description = "Options of RabbitMQ as in `rabbitmq.conf`, by name, for example `{ consumer_timeout = \"3600000\" }`. They are kept in Amazon MQ for all who may read it: no secrets."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for option in keys(var.configuration) : can(regex("^[a-z][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*$", option))])
    error_message = "Options are named as in rabbitmq.conf, for example consumer_timeout."
  }

  validation {
    condition     = alltrue([for value in values(var.configuration) : value == null ? false : can(regex("^[^\\r\\n]+$", value))])
    error_message = "Each option needs a value on one line: leave out those that keep the default."
  }

  validation {
    condition     = !contains(keys(var.configuration), "consumer_timeout") ? true : try(tonumber(var.configuration["consumer_timeout"]) >= 0 && tonumber(var.configuration["consumer_timeout"]) <= 2147483647, false)
    error_message = "The consumer_timeout must be 0, for none, or milliseconds up to 2147483647."
  }

  validation {
    condition     = !contains(keys(var.configuration), "heartbeat") ? true : try(tonumber(var.configuration["heartbeat"]) >= 60 && tonumber(var.configuration["heartbeat"]) <= 3600, false)
    error_message = "The heartbeat must be 60 to 3600 seconds."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for messages on disk; left out, one that AWS owns is used. Amazon MQ may refuse it for RabbitMQ, as the README says. Another key replaces the broker."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "logs" {
  description = "Whether the broker writes its logs to CloudWatch."
  type        = bool
  default     = true
  nullable    = false
}

variable "maintenance_window" {
  description = <<-EOT
    When Amazon MQ may begin with maintenance, once a week; it lasts two hours:
    - `day_of_week`: day, in capitals, for example `SUNDAY`.
    - `time_of_day`: time, for example `03:30`.
    - `time_zone`: time zone, for example `UTC` or `Europe/Berlin`.
  EOT
  type = object({
    day_of_week = optional(string, "SUNDAY")
    time_of_day = optional(string, "03:30")
    time_zone   = optional(string, "UTC")
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"], var.maintenance_window.day_of_week)
    error_message = "The day of the maintenance window must be one of the week, in capitals, for example SUNDAY."
  }

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]$", var.maintenance_window.time_of_day))
    error_message = "The time of the maintenance window must be a time of day, for example 03:30."
  }

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+)+)$", var.maintenance_window.time_zone))
    error_message = "The time zone of the maintenance window must be UTC or a place, for example Europe/Berlin."
  }
}

variable "apply_immediately" {
  description = "Whether the broker is restarted for changes at once, instead of in the maintenance window. Connections are interrupted."
  type        = bool
  default     = false
  nullable    = false
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
