output "name_servers" {
  description = "Name servers to which the parent domain delegates."
  value       = aws_route53_zone.this.name_servers
}

output "certificate_arn" {
  description = "ARN of the certificate for the domain and what is below it, for the load balancer."
  value       = aws_acm_certificate.this.arn
}

output "cluster_name" {
  description = "Name of the cluster."
  value       = module.cluster.cluster_name
}

output "cluster_endpoint" {
  description = "Address of the cluster's endpoint."
  value       = module.cluster.endpoint
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, for load balancers that face the internet."
  value       = module.network.public_subnet_ids
}

output "nat_public_ips" {
  description = "Addresses from which the platform calls others, by zone."
  value       = module.network.nat_public_ips
}

output "repository_urls" {
  description = "Where images are pushed to, by component."
  value       = module.registry.repository_urls
}

output "database_endpoints" {
  description = "Host names of the database: `writer` and `reader`."
  value = {
    writer = module.database.endpoint
    reader = module.database.reader_endpoint
  }
}

output "document_endpoints" {
  description = "Host names of the document database: `writer` and `reader`."
  value = {
    writer = module.documents.endpoint
    reader = module.documents.reader_endpoint
  }
}

output "administrator_secret_arns" {
  description = "ARNs of the secrets with the administrators' passwords, by database: for migrations, not for components."
  value = {
    database  = module.database.secret_arn
    documents = module.documents.secret_arn
  }
}

output "bucket_names" {
  description = "Names of the buckets, by purpose."
  value       = { for purpose, bucket in module.buckets : purpose => bucket.id }
}

output "queue_urls" {
  description = "URLs of the queues, by purpose."
  value       = module.messaging.queue_urls
}

output "topic_arns" {
  description = "ARNs of the topics, by purpose."
  value       = module.messaging.topic_arns
}

output "secret_names" {
  description = "Names of the components' secrets, by purpose."
  value       = { for purpose, secret in module.secrets : purpose => secret.name }
}

output "component_role_arns" {
  description = "ARNs of the components' roles."
  value       = { for component, role in aws_iam_role.components : component => role.arn }

  precondition {
    condition = alltrue([
      { for key, bucket in module.buckets : key => bucket.arn } == local.bucket_arns,
      { for key, arn in module.messaging.queue_arns : key => arn } == local.queue_arns,
      { for key, arn in module.messaging.topic_arns : key => arn } == local.topic_arns,
      alltrue([for key, secret in module.secrets : startswith(secret.arn, trimsuffix(local.secret_arns[key], "??????"))]),
    ])
    error_message = "Components are allowed something else than what was made: put the names in main.components.tf right."
  }
}
