output "id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "arn" {
  description = "ARN of the VPC, for policies."
  value       = aws_vpc.this.arn
}

output "cidr" {
  description = "The VPC's range of addresses, for rules that let in everything inside."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of the zones: for load balancers that face the internet."
  value       = [for zone in var.availability_zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of the zones: for everything else."
  value       = [for zone in var.availability_zones : aws_subnet.private[zone].id]
}

output "public_subnet_cidrs" {
  description = "Addresses of the public subnets, by zone."
  value       = local.public_cidrs
}

output "private_subnet_cidrs" {
  description = "Addresses of the private subnets, by zone."
  value       = local.private_cidrs
}

output "public_route_table_id" {
  description = "Id of the route table of the public subnets."
  value       = aws_route_table.public.id
}

output "private_route_table_ids" {
  description = "Ids of the route tables of the private subnets, by zone: for peerings and VPNs."
  value       = { for zone, table in aws_route_table.private : zone => table.id }
}

output "nat_public_ips" {
  description = "Addresses from which private subnets call the internet, by the zone of the NAT gateway: for others' allow lists."
  value       = { for zone, address in aws_eip.nat : zone => address.public_ip }
}

output "endpoint_ids" {
  description = "Ids of the endpoints, by service: for policies with aws:SourceVpce."
  value       = { for service, endpoint in merge(aws_vpc_endpoint.gateway, aws_vpc_endpoint.interface) : service => endpoint.id }
}

output "endpoint_security_group_id" {
  description = "Id of the interface endpoints' security group, null without any."
  value       = one(aws_security_group.endpoints[*].id)
}

output "flow_log_group_name" {
  description = "Name of the log group with the flow logs, null without any."
  value       = one(aws_cloudwatch_log_group.flow_logs[*].name)
}
