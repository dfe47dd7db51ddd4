output "url" {
  description = "Where people open the portal."
  value       = module.portal.url
}

output "region" {
  description = "Region of this environment."
  value       = var.region
}

output "portal_repository" {
  description = "Repository for the portal's image."
  value       = module.portal.portal_repository
}

output "runner_repository" {
  description = "Repository for the runner's image."
  value       = module.portal.runner_repository
}

output "bundle_bucket" {
  description = "Bucket for bundles (bundles/) and for what goes into them (config/)."
  value       = module.portal.bundle_bucket
}

output "oidc_client_secret_name" {
  description = "Secret that is filled by hand with the secret of the application at the identity provider."
  value       = module.portal.oidc_client_secret_name
}

output "sealing_key_name" {
  description = "Secret with the sealing key, of which a copy must be kept elsewhere."
  value       = module.portal.sealing_key_name
}

output "environment_name" {
  description = "Name of the environment in Elastic Beanstalk."
  value       = module.portal.environment_name
}

output "nat_public_ips" {
  description = "Addresses from which the portal calls the identity provider and others."
  value       = module.portal.nat_public_ips
}

output "database_secret_arn" {
  description = "ARN of the secret with user and password of the database."
  value       = module.portal.database_secret_arn
}

output "build_roles" {
  description = "ARNs of the roles of plans and applies, for other accounts that let them in; null without CodeBuild."
  value       = module.portal.build_roles
}

output "portal_role_arns" {
  description = "ARNs of the roles as which the portal enters other accounts to test them, for their `trusted.portal_role_arns`; null without CodeBuild."
  value       = module.portal.portal_role_arns
}

output "state_bucket" {
  description = "Bucket for the state of what the portal's runs make; null without CodeBuild."
  value       = module.portal.state_bucket
}
