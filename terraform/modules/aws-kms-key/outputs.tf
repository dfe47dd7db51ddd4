output "id" {
  description = "Id of the key."
  value       = aws_kms_key.this.key_id
}

output "arn" {
  description = "ARN of the key, for `kms_key_arn` of other modules and for policies."
  value       = aws_kms_key.this.arn
}

output "alias_arn" {
  description = "ARN of the key's alias."
  value       = aws_kms_alias.this.arn
}

output "alias_name" {
  description = "Name of the key's alias, beginning with \"alias/\"."
  value       = aws_kms_alias.this.name
}
