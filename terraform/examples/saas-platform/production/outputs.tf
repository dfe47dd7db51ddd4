output "name_servers" {
  description = "Name servers to which the parent domain delegates."
  value       = module.platform.name_servers
}

output "certificate_arn" {
  description = "ARN of the certificate, for the load balancer."
  value       = module.platform.certificate_arn
}

output "cluster_name" {
  description = "Name of the cluster: `aws eks update-kubeconfig --name <name>`."
  value       = module.platform.cluster_name
}

output "nat_public_ips" {
  description = "Addresses from which the platform calls others, by zone."
  value       = module.platform.nat_public_ips
}

output "repository_urls" {
  description = "Where images are pushed to, by component."
  value       = module.platform.repository_urls
}

output "administrator_secret_arns" {
  description = "ARNs of the secrets with the administrators' passwords, by database: for migrations, not for components."
  value       = module.platform.administrator_secret_arns
}

# What the components need as settings; nothing in it is secret.
output "settings" {
  description = "Settings of the components: endpoints, buckets, queues, topics, and the names of their secrets."
  value = {
    database  = module.platform.database_endpoints
    documents = module.platform.document_endpoints
    buckets   = module.platform.bucket_names
    queues    = module.platform.queue_urls
    topics    = module.platform.topic_arns
    secrets   = module.platform.secret_names
  }
}
