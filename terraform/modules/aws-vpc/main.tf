# All three are local to the provider or asked once; the account is part of the flow logs' policies.
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  zones       = { for index, zone in var.availability_zones : zone => index }
  cidr_prefix = tonumber(split("/", var.cidr)[1])

  # AWS makes no subnet smaller than /28.
  public_bits = coalesce(var.subnet_bits.public, min(6, 28 - local.cidr_prefix))

  # Private subnets from the bottom of the range and public ones from its top, so that a zone can be added without moving any.
  private_cidrs = { for zone, index in local.zones : zone => cidrsubnet(var.cidr, var.subnet_bits.private, index) }
  public_cidrs  = { for zone, index in local.zones : zone => cidrsubnet(var.cidr, local.public_bits, pow(2, local.public_bits) - 1 - index) }

  nat_zones = { none = [], single = slice(var.availability_zones, 0, 1), per-zone = var.availability_zones }[var.nat]

  public_subnet_tags  = var.kubernetes_load_balancers ? { "kubernetes.io/role/elb" = "1" } : {}
  private_subnet_tags = var.kubernetes_load_balancers ? { "kubernetes.io/role/internal-elb" = "1" } : {}
}

resource "aws_vpc" "this" {
  cidr_block = var.cidr

  # Interface endpoints and private hosted zones need both.
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(var.tags, { Name = var.name })
}

# A machine that is started without a security group gets this one: with no rules it reaches nothing and nothing reaches it.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-default-closed" })
}

# A subnet that is made without a route table gets this one: it leads nowhere outside the VPC.
resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  route                  = []
  tags                   = merge(var.tags, { Name = "${var.name}-default-local" })
}

resource "aws_subnet" "public" {
  for_each = local.zones

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = local.public_cidrs[each.key]

  # Load balancers and NAT gateways bring their own public addresses; nothing else is to have one.
  map_public_ip_on_launch = false

  tags = merge(var.tags, local.public_subnet_tags, { Name = "${var.name}-public-${each.key}" })
}

resource "aws_subnet" "private" {
  for_each = local.zones

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = local.private_cidrs[each.key]
  map_public_ip_on_launch = false

  tags = merge(var.tags, local.private_subnet_tags, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = var.name })
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-public" })
}

resource "aws_route" "public_internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each = local.zones

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

# One table for each zone whatever `nat` is, so that a change of `nat` changes routes only.
resource "aws_route_table" "private" {
  for_each = local.zones

  vpc_id = aws_vpc.this.id
  tags   = merge(var.tags, { Name = "${var.name}-private-${each.key}" })
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"
  tags   = merge(var.tags, { Name = "${var.name}-nat-${each.key}" })

  # AWS gives the address back only while the gateway to the internet is there.
  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.key].id
  tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_route.public_internet]
}

resource "aws_route" "private_internet" {
  for_each = var.nat == "none" ? {} : local.zones

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[var.nat == "single" ? local.nat_zones[0] : each.key].id
}
