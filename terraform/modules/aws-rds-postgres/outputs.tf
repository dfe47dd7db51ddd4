output "identifier" {
  description = "Name of the database, or of the cluster, in AWS."
  value       = local.aurora ? aws_rds_cluster.this[0].cluster_identifier : aws_db_instance.this[0].identifier
}

output "arn" {
  description = "ARN of the database, or of the cluster, for policies."
  value       = local.aurora ? aws_rds_cluster.this[0].arn : aws_db_instance.this[0].arn
}

output "resource_id" {
  description = "Id by which policies allow `rds-db:connect`, for logins by IAM."
  value       = local.aurora ? aws_rds_cluster.this[0].cluster_resource_id : aws_db_instance.this[0].resource_id
}

output "endpoint" {
  description = "Host name to connect to, for reading and writing, without the port."
  value       = local.aurora ? aws_rds_cluster.this[0].endpoint : aws_db_instance.this[0].address
}

output "reader_endpoint" {
  description = "Host name to connect to for reading only, without the port; for the engine `postgres` the same as `endpoint`."
  value       = local.aurora ? aws_rds_cluster.this[0].reader_endpoint : aws_db_instance.this[0].address
}

output "port" {
  description = "Port on which the database answers."
  value       = var.port
}

output "database_name" {
  description = "Name of the database that was made in it."
  value       = var.database_name
}

output "username" {
  description = "Name of the administrator."
  value       = var.username
}

output "secret_arn" {
  description = "ARN of the secret that holds the administrator's name and password."
  value       = local.aurora ? aws_rds_cluster.this[0].master_user_secret[0].secret_arn : aws_db_instance.this[0].master_user_secret[0].secret_arn
}

output "security_group_id" {
  description = "Id of the database's own security group."
  value       = aws_security_group.this.id
}
