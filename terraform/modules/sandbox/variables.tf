variable "name" {
  description = "Name of the service: 3 to 30 lower-case letters, digits and dashes. It is part of every address."
  type        = string
  default     = "sandbox"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,28}[a-z0-9]$", var.name))
    error_message = "The name needs 3 to 30 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash, for example \"checkout\"."
  }
}

variable "size" {
  description = "Size of every instance and of the database: small, medium or large."
  type        = string
  default     = "small"
  nullable    = false

  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "The size must be small, medium or large."
  }
}

variable "replicas" {
  description = "Instances of each component, 1 to 5. Fewer of them than before destroys the last ones."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && var.replicas <= 5 && floor(var.replicas) == var.replicas
    error_message = "The number of replicas must be a whole number from 1 to 5."
  }
}

variable "components" {
  description = <<-EOT
    Components of the service, keyed by their names:
    - `port`: port that the component listens on, 1024 to 65535.
    - `public`: whether the component is reached from outside; the others have an internal address only.
  EOT
  type = map(object({
    port   = number
    public = optional(bool, false)
  }))
  default = {
    web    = { port = 8080, public = true }
    worker = { port = 9090 }
  }
  nullable = false

  validation {
    condition     = length(var.components) >= 1 && length(var.components) <= 20
    error_message = "A service has 1 to 20 components."
  }

  validation {
    condition     = alltrue([for name in keys(var.components) : can(regex("^[a-z][a-z0-9-]{0,19}$", name))])
    error_message = "A component's name needs 1 to 20 lower-case letters, digits or dashes, beginning with a letter; dots are not allowed."
  }

  validation {
    condition     = alltrue([for component in values(var.components) : component.port >= 1024 && component.port <= 65535 && floor(component.port) == component.port])
    error_message = "A component's port must be a whole number from 1024 to 65535."
  }
}

variable "api_token" {
  description = "Token the components present to other services, at least 8 characters. Without one they only reach each other."
  type        = string
  default     = null
  nullable    = true
  sensitive   = true

  validation {
    condition     = var.api_token == null ? true : length(var.api_token) >= 8
    error_message = "The API token needs at least 8 characters."
  }
}

variable "engine_version" {
  description = "Version of the database engine, for example 16 or 16.4. Another version replaces the database."
  type        = string
  default     = "16.4"
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{1,2}([.][0-9]{1,2})?$", var.engine_version))
    error_message = "The engine version must be a number such as 16 or 16.4."
  }
}
