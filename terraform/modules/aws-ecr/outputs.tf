output "repository_urls" {
  description = "Addresses to push to and pull from, by repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "repository_arns" {
  description = "ARNs for policies, by repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}

output "repository_names" {
  description = "Full names in the registry, by repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.name }
}
