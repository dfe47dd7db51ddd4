variable "account_id" {
  description = "Number of the account in which the environment is."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The number of an account has 12 digits."
  }
}

variable "region" {
  description = "Region in which the environment is."
  type        = string
  default     = "eu-west-1"
  nullable    = false
}

variable "domain" {
  description = "Domain of the environment; its parent delegates it to the name servers given as an output."
  type        = string
  nullable    = false
}

variable "administrator_role_arn" {
  description = "ARN of the role that administers the cluster."
  type        = string
  nullable    = false
}

variable "developer_role_arn" {
  description = "ARN of the role with which developers change what runs."
  type        = string
  nullable    = false
}

variable "allowed_cidrs" {
  description = "Who may call the cluster's private endpoint, for example over a VPN: ranges of addresses, by a name of your choice."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "public_endpoint_cidrs" {
  description = "Who may call the cluster's endpoint over the internet: ranges of addresses, by a name of your choice. Without any, it has no public endpoint."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "load_balancer" {
  description = "Host name of the load balancer that the cluster made; left out until there is one."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits all roles made, whatever else they are allowed; left out, none does. Applies by the portal need it."
  type        = string
  default     = null
}
