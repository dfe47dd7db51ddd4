output "endpoint" {
  description = "Address of the service once it is released."
  value       = "https://${terraform_data.release.output.host}"
}

output "component_urls" {
  description = "Address of each component, keyed by its name."
  value       = { for name, app in terraform_data.app : name => app.output.url }
}

output "api_token_fingerprint" {
  description = "First characters of the token's SHA-256, to compare tokens without showing them; null without a token."
  value       = var.api_token == null ? null : substr(sha256(var.api_token), 0, 12)
  sensitive   = true
}
