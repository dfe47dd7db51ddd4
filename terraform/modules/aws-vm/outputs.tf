output "id" {
  description = "Id of the machine, for sessions: `aws ssm start-session --target <id>`."
  value       = aws_instance.this.id
}

output "arn" {
  description = "ARN of the machine, for policies."
  value       = aws_instance.this.arn
}

output "private_ip" {
  description = "Private address of the machine."
  value       = aws_instance.this.private_ip
}

output "private_dns" {
  description = "Name of the machine inside the VPC."
  value       = aws_instance.this.private_dns
}

output "machine_type" {
  description = "Type of the machine, as AWS names it."
  value       = aws_instance.this.instance_type
}

output "image_id" {
  description = "Id of the image that the machine was started from."
  value       = aws_instance.this.ami
}

output "data_disk_ids" {
  description = "Ids of the data disks, by name."
  value       = { for name, disk in aws_ebs_volume.data : name => disk.id }
}

output "security_group_id" {
  description = "Id of the machine's security group, for rules of others that let it in."
  value       = aws_security_group.this.id
}

output "role_name" {
  description = "Name of the machine's role, to attach further policies to."
  value       = aws_iam_role.this.name
}

output "role_arn" {
  description = "ARN of the machine's role, for policies of what it may use."
  value       = aws_iam_role.this.arn
}
