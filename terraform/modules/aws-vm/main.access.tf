locals {
  rules = {
    for direction, entries in { ingress = var.ingress, egress = var.egress } : direction => merge(flatten([
      for name, entry in entries : concat(
        [for cidr in entry.cidrs : {
          "${name} ${cidr}" = { name = name, port = entry.port, protocol = entry.protocol, cidr = cidr, security_group = null }
        }],
        [for group, id in entry.security_groups : {
          "${name} ${group}" = { name = name, port = entry.port, protocol = entry.protocol, cidr = null, security_group = id }
        }],
      )
    ])...)
  }
}

resource "aws_security_group" "this" {
  name        = var.name
  description = "Machine ${var.name}"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = var.name })
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.rules.ingress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.name
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.cidr
  referenced_security_group_id = each.value.security_group
  tags                         = merge(var.tags, { Name = "${var.name}-${each.value.name}" })
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.rules.egress

  security_group_id            = aws_security_group.this.id
  description                  = each.value.name
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.cidr
  referenced_security_group_id = each.value.security_group
  tags                         = merge(var.tags, { Name = "${var.name}-${each.value.name}" })
}

resource "aws_iam_role" "this" {
  # Roles belong to the whole account: the region lets the same name be used in another one.
  name                 = "${var.name}-${data.aws_region.current.name}-vm"
  description          = "Machine ${var.name}"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "InstancesOfThisAccount"
        Effect    = "Allow"
        Principal = { Service = "ec2.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  })
  tags = merge(var.tags, { Name = var.name })
}

resource "aws_iam_role_policy_attachment" "systems_manager" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "this" {
  name = aws_iam_role.this.name
  role = aws_iam_role.this.name
  tags = merge(var.tags, { Name = var.name })
}
