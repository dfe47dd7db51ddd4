output "arn" {
  description = "ARN of the secret, for policies and for whatever reads it; given once its value is there, if Terraform gives it one."
  value       = aws_secretsmanager_secret.this.arn

  depends_on = [aws_secretsmanager_secret_version.this]
}

output "name" {
  description = "Name of the secret."
  value       = aws_secretsmanager_secret.this.name
}
