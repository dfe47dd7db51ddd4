output "id" {
  description = "Id of the broker, which begins with `b-`; its logs and metrics are found by it."
  value       = aws_mq_broker.this.id
}

output "arn" {
  description = "ARN of the broker, for policies."
  value       = aws_mq_broker.this.arn
}

output "endpoint" {
  description = "Host name to connect to, without the port."
  value       = split(":", trimprefix(aws_mq_broker.this.instances[0].endpoints[0], "amqps://"))[0]
}

output "port" {
  description = "Port on which the broker answers AMQP over TLS."
  value       = local.amqp_port
}

output "amqp_url" {
  description = "URL to connect to, with scheme and port, without name and password."
  value       = aws_mq_broker.this.instances[0].endpoints[0]
}

output "console_url" {
  description = "URL of the web console and, with `/api` at its end, of the management API."
  value       = aws_mq_broker.this.instances[0].console_url
}

output "username" {
  description = "Name of the administrator."
  value       = var.username
}

output "security_group_id" {
  description = "Id of the broker's own security group."
  value       = aws_security_group.this.id
}
