output "identifier" {
  description = "Name of the cluster in AWS."
  value       = aws_docdb_cluster.this.cluster_identifier
}

output "arn" {
  description = "ARN of the cluster, for policies."
  value       = aws_docdb_cluster.this.arn
}

output "endpoint" {
  description = "Host name to connect to, for reading and writing, without the port."
  value       = aws_docdb_cluster.this.endpoint
}

output "reader_endpoint" {
  description = "Host name to connect to for reading only, without the port."
  value       = aws_docdb_cluster.this.reader_endpoint
}

output "port" {
  description = "Port on which the cluster answers."
  value       = var.port
}

output "username" {
  description = "Name of the administrator."
  value       = var.username
}

output "secret_arn" {
  description = "ARN of the secret that holds the administrator's name and password."
  value       = aws_docdb_cluster.this.master_user_secret[0].secret_arn
}

output "security_group_id" {
  description = "Id of the cluster's own security group."
  value       = aws_security_group.this.id
}
