locals {
  endpoint_service_prefix = "com.amazonaws.${data.aws_region.current.name}"
}

resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(var.endpoints.gateway)

  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "${local.endpoint_service_prefix}.${each.key}"
  route_table_ids   = concat([aws_route_table.public.id], [for zone in var.availability_zones : aws_route_table.private[zone].id])

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_vpc_endpoint" "interface" {
  for_each = toset(var.endpoints.interface)

  vpc_id              = aws_vpc.this.id
  vpc_endpoint_type   = "Interface"
  service_name        = "${local.endpoint_service_prefix}.${each.key}"
  subnet_ids          = [for zone in var.availability_zones : aws_subnet.private[zone].id]
  security_group_ids  = [aws_security_group.endpoints[0].id]
  private_dns_enabled = true

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_security_group" "endpoints" {
  count = length(var.endpoints.interface) > 0 ? 1 : 0

  name        = "${var.name}-endpoints"
  description = "Interface endpoints of ${var.name}"
  vpc_id      = aws_vpc.this.id
  tags        = merge(var.tags, { Name = "${var.name}-endpoints" })
}

# Endpoints answer and never call, so that no egress rule is needed.
resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count = length(var.endpoints.interface) > 0 ? 1 : 0

  security_group_id = aws_security_group.endpoints[0].id
  description       = "TLS from the VPC"
  cidr_ipv4         = var.cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  tags              = merge(var.tags, { Name = "${var.name}-endpoints-tls" })
}
