output "arn" {
  description = "ARN of the role, for policies and for what assumes it; known before the role is made."
  value       = local.arn

  # AWS refuses a policy that names a role which is not there yet.
  depends_on = [aws_iam_role.this]
}

output "name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}

output "unique_id" {
  description = "Id that AWS gives to no other role, also not to one that is made anew with the same name."
  value       = aws_iam_role.this.unique_id
}

output "instance_profile_name" {
  description = "Name of the instance profile with the role, null without one."
  value       = one(aws_iam_instance_profile.this[*].name)
}
