variable "name" {
  description = "Name of the environment and prefix of all names that are made: 4 to 24 lower-case letters, digits and single dashes. Another name replaces everything."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,22}[a-z0-9]$", var.name)) && !can(regex("--", var.name))
    error_message = "The name needs 4 to 24 lower-case letters, digits or single dashes, beginning with a letter and ending with a letter or digit."
  }
}

variable "solution_stack_name" {
  description = "Version of the platform that a new environment begins with, Docker on Amazon Linux 2023. Afterwards managed updates decide, and a change here does nothing."
  type        = string
  default     = "64bit Amazon Linux 2023 v4.13.5 running Docker"
  nullable    = false

  validation {
    condition     = can(regex("^64bit Amazon Linux 2023 v4[.][0-9]+[.][0-9]+ running Docker$", var.solution_stack_name))
    error_message = "The platform must be Docker on Amazon Linux 2023, for example \"64bit Amazon Linux 2023 v4.13.5 running Docker\"."
  }
}

variable "application_version" {
  description = <<-EOT
    The version of the portal that runs. Without it everything is made except the environment, so that there is a bucket for the first bundle:
    - `label`: name of the version, for example `1.4.0`; each version needs another one.
    - `bundle_key`: key of the bundle (a zip with `Dockerrun.aws.json` at its root) in the bucket; each version needs another one.
    - `bundle_bucket`: bucket in the same region that holds the bundle; left out, it is the bucket of this module.
  EOT
  type = object({
    label         = string
    bundle_key    = string
    bundle_bucket = optional(string)
  })
  default = null

  validation {
    condition     = var.application_version == null ? true : can(regex("^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$", var.application_version.label)) && var.application_version.label != "latest"
    error_message = "The label of a version needs up to 100 letters, digits, dots, dashes, underscores or plus signs, and must not be \"latest\"."
  }

  validation {
    condition     = var.application_version == null ? true : can(regex("^[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]*[.]zip$", var.application_version.bundle_key))
    error_message = "The key of the bundle must end with .zip and must not begin with a slash, for example bundles/portal-1.4.0.zip."
  }

  validation {
    condition     = try(var.application_version.bundle_bucket, null) == null ? true : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.application_version.bundle_bucket))
    error_message = "The bucket of the bundle must be the name of a bucket, not an ARN or an address."
  }
}

variable "image_repository_arn" {
  description = "ARN of the ECR repository with the portal's image, the only one that the instances may pull from."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:ecr:[a-z0-9-]+:[0-9]{12}:repository/[a-z0-9._/-]+$", var.image_repository_arn))
    error_message = "The repository of the image must be given as an ARN, for example arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal."
  }
}

variable "environment_variables" {
  description = "Variables of the portal that are no secrets, by name. Elastic Beanstalk allows 4096 bytes for all of them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name))])
    error_message = "Names of variables have letters, digits and underscores, and do not begin with a digit."
  }

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : !can(regex("(?i)(secret|password|token|private_key|sealing_key)$", name))])
    error_message = "Secrets do not belong into environment_variables, where everyone with access to the environment can read them: use environment_secrets."
  }

  validation {
    condition     = sum(concat([0], [for name, value in var.environment_variables : length(name) + length(value) + 2])) <= 3500
    error_message = "The variables are too long for Elastic Beanstalk: keep names and values under 3500 characters in all, and put the rest into a configuration file of the bundle."
  }
}

variable "environment_secrets" {
  description = "Variables of the portal that are secrets, by name, each the ARN of a secret in Secrets Manager, ended by a colon and a key when the secret is a JSON object. The instances read them when they start."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for name in keys(var.environment_secrets) : can(regex("^[A-Za-z_][A-Za-z0-9_]*$", name))])
    error_message = "Names of secrets have letters, digits and underscores, and do not begin with a digit."
  }

  validation {
    condition     = alltrue([for arn in values(var.environment_secrets) : can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^:*?]+(:[^:*?]+)?$", arn))])
    error_message = "A secret must be given as the full ARN of a secret in Secrets Manager, optionally followed by a colon and a key, for example arn:aws:secretsmanager:eu-west-1:111122223333:secret:portal/sealing-key-AbCdEf."
  }

  validation {
    condition     = length(setintersection(keys(var.environment_secrets), keys(var.environment_variables))) == 0
    error_message = "A name stands in environment_secrets and in environment_variables: remove one of them."
  }
}

variable "secret_kms_key_arns" {
  description = "Keys in KMS with which the secrets are encrypted, by a name of your choice; none for secrets under AWS's own key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.secret_kms_key_arns) : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", arn))])
    error_message = "Keys of secrets must be given as ARNs of keys, not of aliases, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "vpc_id" {
  description = "VPC of the environment. Another one replaces the environment."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^vpc-[0-9a-f]+$", var.vpc_id))
    error_message = "The VPC must be given by its id, for example vpc-0a1b2c3d4e5f67890."
  }
}

variable "subnet_ids" {
  description = "Private subnets of the instances, in at least two availability zones, with a way to AWS's services (NAT or endpoints)."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.subnet_ids) >= 2 && length(distinct(var.subnet_ids)) == length(var.subnet_ids)
    error_message = "The instances need at least two subnets, each of them once."
  }

  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "Subnets must be given by their ids, for example subnet-0a1b2c3d4e5f67890."
  }
}

variable "load_balancer" {
  description = <<-EOT
    The load balancer, which answers on port 443 only:
    - `certificate_arn`: certificate in ACM for the portal's name.
    - `public`: whether it is reached from the internet; otherwise only inside the VPC and what is connected to it.
    - `subnet_ids`: its subnets in at least two availability zones, public ones when it is public; left out, those of the instances.
    - `redirect_http`: whether port 80 answers too, with nothing but a redirect to port 443.
    - `idle_timeout_seconds`: how long a connection may be silent, more than 120 seconds, because requests for logs wait for new lines.
    - `ssl_policy`: which versions of TLS and ciphers are accepted, TLS 1.2 at least.
    - `access_logs`: bucket and prefix for access logs; the bucket must let the load balancer write.
  EOT
  type = object({
    certificate_arn      = string
    public               = optional(bool, false)
    subnet_ids           = optional(list(string))
    redirect_http        = optional(bool, false)
    idle_timeout_seconds = optional(number, 300)
    ssl_policy           = optional(string, "ELBSecurityPolicy-TLS13-1-2-2021-06")
    access_logs = optional(object({
      bucket = string
      prefix = optional(string, "")
    }))
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+$", var.load_balancer.certificate_arn))
    error_message = "The certificate must be given as an ARN of ACM, for example arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = var.load_balancer.public ? var.load_balancer.subnet_ids != null : true
    error_message = "A public load balancer needs public subnets: give load_balancer.subnet_ids."
  }

  validation {
    condition     = var.load_balancer.subnet_ids == null ? true : length(var.load_balancer.subnet_ids) >= 2 && length(distinct(var.load_balancer.subnet_ids)) == length(var.load_balancer.subnet_ids)
    error_message = "The load balancer needs at least two subnets, each of them once."
  }

  validation {
    condition     = var.load_balancer.subnet_ids == null ? true : alltrue([for id in var.load_balancer.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "Subnets of the load balancer must be given by their ids, for example subnet-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = var.load_balancer.idle_timeout_seconds > 120 && var.load_balancer.idle_timeout_seconds <= 3600 && floor(var.load_balancer.idle_timeout_seconds) == var.load_balancer.idle_timeout_seconds
    error_message = "The idle timeout must be more than 120 and at most 3600 whole seconds."
  }

  validation {
    condition     = can(regex("^ELBSecurityPolicy-TLS13-1-[23]-", var.load_balancer.ssl_policy)) && !can(regex("-Ext[01]-", var.load_balancer.ssl_policy))
    error_message = "The ssl policy must demand TLS 1.2 or 1.3 and modern ciphers, for example ELBSecurityPolicy-TLS13-1-2-2021-06."
  }
}

variable "allowed_cidrs" {
  description = "Addresses that may connect to the load balancer, by a name of your choice, as CIDR. The whole internet is possible only when the load balancer is public."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for cidr in values(var.allowed_cidrs) : can(cidrhost(cidr, 0))])
    error_message = "Addresses must be given as CIDR, for example 10.0.0.0/8."
  }

  validation {
    condition     = var.load_balancer.public ? true : alltrue([for cidr in values(var.allowed_cidrs) : !endswith(cidr, "/0")])
    error_message = "The whole internet may connect only to a public load balancer: narrow allowed_cidrs, or set load_balancer.public."
  }
}

variable "allowed_security_groups" {
  description = "Security groups whose members may connect to the load balancer, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for id in values(var.allowed_security_groups) : can(regex("^sg-[0-9a-f]+$", id))])
    error_message = "Security groups must be given by their ids, for example sg-0a1b2c3d4e5f67890."
  }
}

variable "egress" {
  description = <<-EOT
    What the instances may reach besides port 443 everywhere (AWS's services, identity provider, source hosts) and the database of this module, by a name of your choice:
    - `port`: TCP port.
    - `security_group_id`: security group behind which it is, for example that of a database; or
    - `cidr`: its addresses.
  EOT
  type = map(object({
    port              = number
    security_group_id = optional(string)
    cidr              = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for entry in values(var.egress) : (entry.security_group_id == null) != (entry.cidr == null)])
    error_message = "Each egress needs either a security group or a CIDR."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : entry.port >= 1 && entry.port <= 65535 && floor(entry.port) == entry.port])
    error_message = "The port of an egress must be a whole number from 1 to 65535."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : entry.cidr == null ? true : can(cidrhost(entry.cidr, 0)) && !endswith(entry.cidr, "/0")])
    error_message = "The addresses of an egress must be given as CIDR and must not be everything, for example 10.0.0.0/16."
  }

  validation {
    condition     = alltrue([for entry in values(var.egress) : entry.security_group_id == null ? true : can(regex("^sg-[0-9a-f]+$", entry.security_group_id))])
    error_message = "The security group of an egress must be given by its id, for example sg-0a1b2c3d4e5f67890."
  }
}

variable "size" {
  description = "Size of the instances: `small`, `medium`, `large` or `xlarge`."
  type        = string
  default     = "small"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large", "xlarge"], var.size)
    error_message = "The size must be small, medium, large or xlarge."
  }
}

variable "instance_types" {
  description = "EC2's own types in order of preference, which win over `size`. They must have the architecture of the image."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.instance_types) <= 40 && alltrue([for type in var.instance_types : can(regex("^[a-z][a-z0-9-]*[.][a-z0-9-]+$", type))])
    error_message = "Instance types must be at most 40 names like t3.medium."
  }
}

variable "instances" {
  description = <<-EOT
    How many instances run:
    - `min`: how many there are at least.
    - `max`: how many there are at most.
    - `cpu_high_percent`: average use of CPU over five minutes above which one is added.
    - `cpu_low_percent`: average use of CPU over five minutes below which one is removed.
  EOT
  type = object({
    min              = optional(number, 2)
    max              = optional(number, 4)
    cpu_high_percent = optional(number, 70)
    cpu_low_percent  = optional(number, 20)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.instances.min >= 1 && var.instances.max >= var.instances.min && var.instances.max <= 50 && floor(var.instances.min) == var.instances.min && floor(var.instances.max) == var.instances.max
    error_message = "The number of instances needs whole numbers with 1 <= min <= max <= 50."
  }

  validation {
    condition     = var.instances.cpu_low_percent >= 1 && var.instances.cpu_low_percent < var.instances.cpu_high_percent && var.instances.cpu_high_percent <= 99
    error_message = "The thresholds of CPU need 1 <= cpu_low_percent < cpu_high_percent <= 99."
  }
}

variable "root_volume" {
  description = <<-EOT
    The disk of each instance:
    - `size_gb`: its size; it holds the system, the image, the portal's data folder and work folders.
    - `image_id`: own machine image made from the platform's, whose disk is encrypted. Needed only where the account does not encrypt disks by default.
  EOT
  type = object({
    size_gb  = optional(number, 30)
    image_id = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.root_volume.size_gb >= 20 && var.root_volume.size_gb <= 1000 && floor(var.root_volume.size_gb) == var.root_volume.size_gb
    error_message = "The root volume needs 20 to 1000 whole gigabytes."
  }

  validation {
    condition     = var.root_volume.image_id == null ? true : can(regex("^ami-[0-9a-f]+$", var.root_volume.image_id))
    error_message = "The machine image must be given by its id, for example ami-0a1b2c3d4e5f67890."
  }
}

variable "deployment" {
  description = <<-EOT
    How another version reaches the instances:
    - `policy`: `RollingWithAdditionalBatch` keeps the full capacity, `Rolling` does without more instances, `Immutable` replaces all of them.
    - `batch_size`: how many instances at a time.
    - `timeout_seconds`: how long one instance may take.
  EOT
  type = object({
    policy          = optional(string, "RollingWithAdditionalBatch")
    batch_size      = optional(number, 1)
    timeout_seconds = optional(number, 1200)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["Rolling", "RollingWithAdditionalBatch", "Immutable"], var.deployment.policy)
    error_message = "The deployment policy must be Rolling, RollingWithAdditionalBatch or Immutable."
  }

  validation {
    condition     = var.deployment.batch_size >= 1 && var.deployment.batch_size <= var.instances.max && floor(var.deployment.batch_size) == var.deployment.batch_size
    error_message = "The batch of a deployment needs at least one instance and not more than there are."
  }

  validation {
    condition     = var.deployment.timeout_seconds >= 300 && var.deployment.timeout_seconds <= 3600 && floor(var.deployment.timeout_seconds) == var.deployment.timeout_seconds
    error_message = "The timeout of a deployment must be 300 to 3600 whole seconds."
  }
}

variable "managed_updates" {
  description = <<-EOT
    Updates of the platform (system, Docker, nginx):
    - `enabled`: whether they are made by themselves.
    - `window`: day and time in UTC at which they begin, for example `Sun:03:00`.
    - `level`: `minor`, or `patch` for the smallest only.
    - `replace_weekly`: whether the instances are replaced every week also without an update.
  EOT
  type = object({
    enabled        = optional(bool, true)
    window         = optional(string, "Sun:03:00")
    level          = optional(string, "minor")
    replace_weekly = optional(bool, true)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^(Mon|Tue|Wed|Thu|Fri|Sat|Sun):([01][0-9]|2[0-3]):[0-5][0-9]$", var.managed_updates.window))
    error_message = "The window of updates needs a day and a time in UTC, for example Sun:03:00."
  }

  validation {
    condition     = contains(["minor", "patch"], var.managed_updates.level)
    error_message = "The level of updates must be minor or patch."
  }

  validation {
    condition     = var.managed_updates.enabled || !var.managed_updates.replace_weekly
    error_message = "Instances are replaced every week only while managed updates are enabled: set replace_weekly to false."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept in CloudWatch."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "Elastic Beanstalk keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827 or 3653 days."
  }
}

variable "health_check_path" {
  description = "Path that the load balancer asks for the health of an instance."
  type        = string
  default     = "/api/terraform/health"
  nullable    = false

  validation {
    condition     = can(regex("^/[A-Za-z0-9/_.-]*$", var.health_check_path))
    error_message = "The path of the health check begins with a slash and has no query."
  }
}

variable "session_manager" {
  description = "Whether people with the right in IAM may open a shell on the instances through Systems Manager. There is no SSH."
  type        = bool
  default     = false
  nullable    = false
}

variable "instance_statements" {
  description = <<-EOT
    What the portal may do in AWS besides what it needs to run, one statement for each name of your choice (letters and digits):
    - `actions`: exact actions; no wildcard but in read families such as `ec2:Describe*`.
    - `resources`: ARNs; a lone `*` is possible only with `any_resource`.
    - `any_resource`: says that the actions cannot be limited to a resource.
  EOT
  type = map(object({
    actions      = list(string)
    resources    = list(string)
    any_resource = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.instance_statements) : can(regex("^[A-Za-z][A-Za-z0-9]*$", name))])
    error_message = "Names of statements have letters and digits, beginning with a letter."
  }

  validation {
    condition     = alltrue([for entry in values(var.instance_statements) : length(entry.actions) >= 1 && length(entry.resources) >= 1])
    error_message = "Each statement needs at least one action and one resource."
  }

  validation {
    condition     = alltrue(flatten([for entry in values(var.instance_statements) : [for action in entry.actions : can(regex("^[a-z0-9-]+:([A-Za-z0-9]+|(Describe|List|Get)[A-Za-z0-9]*[*])$", action))]]))
    error_message = "Actions must be exact, for example codebuild:StartBuild; a wildcard is possible only after Describe, List or Get."
  }

  validation {
    condition     = alltrue([for entry in values(var.instance_statements) : contains(entry.resources, "*") == entry.any_resource])
    error_message = "The resource \"*\" and any_resource go together: name the resources, or set any_resource where AWS knows none."
  }
}

variable "instance_policy_arns" {
  description = "Managed policies for the role of the instances, by a name of your choice, for example what lets the portal start runs."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for arn in values(var.instance_policy_arns) : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "Policies must be given as ARNs, for example arn:aws:iam::111122223333:policy/planroom-portal."
  }

  validation {
    condition     = alltrue([for arn in values(var.instance_policy_arns) : !can(regex(":policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$", arn))])
    error_message = "The portal must not be an administrator: give it a policy with what it needs."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that limits both roles of the environment whatever else they are given; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:policy/[A-Za-z0-9+=,.@_/-]+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of a policy, for example arn:aws:iam::111122223333:policy/boundary."
  }
}

variable "kms_key_arn" {
  description = "Key in KMS for the bucket of bundles and for the database; null for AWS's own keys. Another key replaces the database."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "database" {
  description = <<-EOT
    PostgreSQL for the portal, reached only by its instances; left out, give POSTGRES_HOST and the rest in environment_variables and environment_secrets:
    - `subnet_ids`: private subnets in at least two availability zones; left out, those of the instances.
    - `engine_version`: version of PostgreSQL; with the major version only, the minor one is chosen and updated by RDS.
    - `instance_class`: size of the machine.
    - `storage_gb`: size of the storage at the beginning.
    - `max_storage_gb`: size up to which the storage grows by itself.
    - `multi_az`: whether a standby in another availability zone takes over.
    - `backup_retention_days`: how long daily backups are kept, during which any point in time can be restored.
    - `backup_window`: times in UTC between which the daily backup is made.
    - `maintenance_window`: days and times in UTC between which RDS may update and restart it.
    - `password_rotation_days`: how often Secrets Manager changes the password; restart the portal afterwards.
  EOT
  type = object({
    subnet_ids             = optional(list(string))
    engine_version         = optional(string, "16")
    instance_class         = optional(string, "db.t4g.medium")
    storage_gb             = optional(number, 20)
    max_storage_gb         = optional(number, 200)
    multi_az               = optional(bool, true)
    backup_retention_days  = optional(number, 14)
    backup_window          = optional(string, "01:00-02:00")
    maintenance_window     = optional(string, "sun:04:00-sun:05:00")
    password_rotation_days = optional(number, 365)
  })
  default = null

  validation {
    condition     = try(var.database.subnet_ids, null) == null ? true : length(var.database.subnet_ids) >= 2 && alltrue([for id in var.database.subnet_ids : can(regex("^subnet-[0-9a-f]+$", id))])
    error_message = "The database needs the ids of at least two subnets, for example subnet-0a1b2c3d4e5f67890."
  }

  validation {
    condition     = var.database == null ? true : can(regex("^1[4-9]([.][0-9]+)?$", var.database.engine_version))
    error_message = "The version of PostgreSQL must be 14 or newer, for example 16 or 16.4."
  }

  validation {
    condition     = var.database == null ? true : can(regex("^db[.][a-z0-9]+[.][a-z0-9]+$", var.database.instance_class))
    error_message = "The class of the database must be a name like db.t4g.medium."
  }

  validation {
    condition     = var.database == null ? true : var.database.storage_gb >= 20 && var.database.max_storage_gb > var.database.storage_gb && var.database.max_storage_gb <= 65536
    error_message = "The storage of the database needs 20 <= storage_gb < max_storage_gb <= 65536."
  }

  validation {
    condition     = var.database == null ? true : var.database.backup_retention_days >= 1 && var.database.backup_retention_days <= 35 && floor(var.database.backup_retention_days) == var.database.backup_retention_days
    error_message = "Backups of the database are kept 1 to 35 whole days."
  }

  validation {
    condition     = var.database == null ? true : can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.database.backup_window))
    error_message = "The window of backups needs two times in UTC, for example 01:00-02:00."
  }

  validation {
    condition     = var.database == null ? true : can(regex("^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$", var.database.maintenance_window))
    error_message = "The window of maintenance needs days and times in UTC, for example sun:04:00-sun:05:00."
  }

  validation {
    condition     = var.database == null ? true : var.database.password_rotation_days >= 1 && var.database.password_rotation_days <= 1000 && floor(var.database.password_rotation_days) == var.database.password_rotation_days
    error_message = "The password of the database is changed every 1 to 1000 whole days."
  }

  validation {
    condition     = var.database == null ? true : length(setintersection(concat(keys(var.environment_variables), keys(var.environment_secrets)), ["POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_USER", "POSTGRES_DATABASE", "POSTGRES_PASSWORD"])) == 0
    error_message = "With a database of its own the module sets POSTGRES_HOST, POSTGRES_PORT, POSTGRES_USER, POSTGRES_DATABASE and POSTGRES_PASSWORD: do not give them."
  }
}

variable "deletion_protection" {
  description = "Whether the database and a bucket with bundles are kept from being destroyed."
  type        = bool
  default     = true
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "Topics in SNS that hear of alarms, by a name of your choice; none for no alarms."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(var.alarm_topic_arns) <= 5
    error_message = "An alarm can tell at most five topics."
  }

  validation {
    condition     = alltrue([for arn in values(var.alarm_topic_arns) : can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))])
    error_message = "Topics must be given as ARNs, for example arn:aws:sns:eu-west-1:111122223333:platform-alarms."
  }
}

variable "tags" {
  description = "Tags of everything that is made, by key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) >= 1 && length(key) <= 128 && !can(regex("(?i)^(aws:|elasticbeanstalk:|name$)", key))])
    error_message = "A tag's key has 1 to 128 characters, does not begin with \"aws:\" or \"elasticbeanstalk:\", and is not \"Name\", which the module sets."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : value == null ? false : length(value) <= 256])
    error_message = "A tag's value has at most 256 characters."
  }

  validation {
    condition     = length(var.tags) <= 45
    error_message = "Elastic Beanstalk adds tags of its own, which leaves room for at most 45."
  }
}
