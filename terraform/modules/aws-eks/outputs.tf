output "cluster_name" {
  description = "Name of the cluster: `aws eks update-kubeconfig --name <name>`."
  value       = aws_eks_cluster.this.name
}

output "arn" {
  description = "ARN of the cluster, for policies."
  value       = aws_eks_cluster.this.arn
}

output "endpoint" {
  description = "Address of the cluster's endpoint."
  value       = aws_eks_cluster.this.endpoint
}

output "certificate_authority" {
  description = "Certificate authority of the endpoint, in base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "kubernetes_version" {
  description = "Version of Kubernetes."
  value       = aws_eks_cluster.this.version
}

output "oidc_provider_arn" {
  description = "ARN of the OIDC provider for roles of service accounts, null without it."
  value       = one(aws_iam_openid_connect_provider.this[*].arn)
}

output "oidc_issuer" {
  description = "Issuer of the cluster's tokens without `https://`, for conditions in trust policies."
  value       = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")
}

output "security_group_id" {
  description = "Id of the security group that EKS makes for control plane and nodes: for rules of others that let the cluster in."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "endpoint_security_group_id" {
  description = "Id of the security group that lets callers reach the private endpoint."
  value       = aws_security_group.endpoint.id
}

output "node_role_arn" {
  description = "ARN of the nodes' role."
  value       = aws_iam_role.nodes.arn
}

output "node_role_name" {
  description = "Name of the nodes' role, to attach further policies to."
  value       = aws_iam_role.nodes.name
}

output "node_group_names" {
  description = "Full names of the node groups, by group."
  value       = { for name, group in aws_eks_node_group.this : name => group.node_group_name }
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts secrets."
  value       = var.create_kms_key ? aws_kms_key.secrets[0].arn : var.kms_key_arn
}

output "log_group_name" {
  description = "Name of the log group of the control plane."
  value       = aws_cloudwatch_log_group.control_plane.name
}
