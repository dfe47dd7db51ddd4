output "application_name" {
  description = "Name of the application."
  value       = aws_elastic_beanstalk_application.this.name
}

output "environment_id" {
  description = "Id of the environment; null before there is a version."
  value       = one(aws_elastic_beanstalk_environment.this[*].id)
}

output "environment_name" {
  description = "Name of the environment."
  value       = var.name
}

output "endpoint" {
  description = "Name of the environment in DNS, to which the portal's own name points (CNAME); null before there is a version."
  value       = one(aws_elastic_beanstalk_environment.this[*].cname)
}

output "load_balancer_arn" {
  description = "ARN of the load balancer, for example for a web application firewall; null before there is a version."
  value       = one([for environment in aws_elastic_beanstalk_environment.this : environment.load_balancers[0]])
}

output "bundle_bucket" {
  description = "Name of the bucket for bundles."
  value       = aws_s3_bucket.bundles.id
}

output "bundle_bucket_arn" {
  description = "ARN of the bucket for bundles, for the policy of who delivers them."
  value       = local.bundle_bucket_arn
}

# Made from names and known in the plan, for whoever refers to them, and given out when what they name is there.
output "instance_role_arn" {
  description = "ARN of the role of the instances, which is the portal's role in AWS."
  value       = "arn:${local.partition}:iam::${local.account}:role/${var.name}-instance"
  depends_on  = [aws_iam_role.instance]
}

output "instance_role_name" {
  description = "Name of the role of the instances, for policies that are attached outside."
  value       = aws_iam_role.instance.name
}

output "service_role_arn" {
  description = "ARN of the role of Elastic Beanstalk."
  value       = "arn:${local.partition}:iam::${local.account}:role/${var.name}-service"
  depends_on  = [aws_iam_role.service]
}

output "instance_security_group_id" {
  description = "Id of the security group of the instances, for databases and the like that they use."
  value       = aws_security_group.instances.id
}

output "load_balancer_security_group_id" {
  description = "Id of the security group of the load balancer."
  value       = aws_security_group.load_balancer.id
}

output "database_endpoint" {
  description = "Host name of the database; null without one."
  value       = one(aws_db_instance.this[*].address)
}

output "database_secret_arn" {
  description = "ARN of the secret with user and password of the database; null without one."
  value       = local.database_secret_arn
}

output "database_security_group_id" {
  description = "Id of the security group of the database; null without one."
  value       = one(aws_security_group.database[*].id)
}

output "log_group_prefix" {
  description = "How the names of the environment's log groups in CloudWatch begin."
  value       = "/aws/elasticbeanstalk/${var.name}/"
}
