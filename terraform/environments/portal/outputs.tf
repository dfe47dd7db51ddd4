output "url" {
  description = "Where people open the portal."
  value       = "https://${var.host_name}"
}

output "endpoint" {
  description = "Name of the environment in DNS, to which the portal's own name points; null before there is a version."
  value       = module.beanstalk.endpoint
}

output "portal_repository" {
  description = "Repository for the portal's image."
  value       = module.registry.repository_urls["portal"]
}

output "runner_repository" {
  description = "Repository for the runner's image."
  value       = module.registry.repository_urls["runner"]
}

output "bundle_bucket" {
  description = "Bucket for bundles (bundles/) and for what goes into them (config/)."
  value       = module.beanstalk.bundle_bucket
}

output "oidc_client_secret_name" {
  description = "Secret that is filled by hand with the secret of the application at the identity provider."
  value       = module.oidc_client_secret.name
}

output "sealing_key_name" {
  description = "Secret with the sealing key, of which a copy must be kept elsewhere."
  value       = module.generated_secret["sealing-key"].name
}

output "environment_name" {
  description = "Name of the environment in Elastic Beanstalk."
  value       = module.beanstalk.environment_name
}

output "instance_role_arn" {
  description = "ARN of the role as which the portal's instances act."
  value       = module.beanstalk.instance_role_arn
}

output "nat_public_ips" {
  description = "Addresses from which the portal calls the identity provider and others."
  value       = module.network.nat_public_ips
}

output "database_secret_arn" {
  description = "ARN of the secret with user and password of the database."
  value       = module.beanstalk.database_secret_arn
}

output "build_roles" {
  description = "ARNs of the roles of plans and applies, for other accounts that let them in; null without CodeBuild."
  value = !local.has_runner ? null : {
    plan  = module.permissions[0].plan_role_arn
    apply = module.permissions[0].apply_role_arn
  }
}

output "portal_role_arns" {
  description = "ARNs of the roles as which the portal enters other accounts to test them, for their `trusted.portal_role_arns`; null without CodeBuild."
  value       = !local.has_runner ? null : [module.permissions[0].portal_role_arn]
}

output "state_bucket" {
  description = "Bucket for the state of what the portal's runs make; null without CodeBuild."
  value       = one(module.runner[*].state_bucket)
}
