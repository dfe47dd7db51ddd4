resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-load-balancer"
  description = "Load balancer of the portal"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-load-balancer" })
}

resource "aws_security_group" "instances" {
  name        = "${var.name}-instances"
  description = "Instances of the portal"
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-instances" })
}

locals {
  listener_ports = merge({ https = 443 }, var.load_balancer.redirect_http ? { http = 80 } : {})

  # Names of callers and of listeners, so that the keys are known whatever the addresses are.
  clients = merge(
    { for pair in setproduct(keys(local.listener_ports), keys(var.allowed_cidrs)) :
      "${pair[0]}-cidr-${pair[1]}" => { port = local.listener_ports[pair[0]], name = pair[1], cidr = var.allowed_cidrs[pair[1]], group = null }
    },
    { for pair in setproduct(keys(local.listener_ports), keys(var.allowed_security_groups)) :
      "${pair[0]}-group-${pair[1]}" => { port = local.listener_ports[pair[0]], name = pair[1], cidr = null, group = var.allowed_security_groups[pair[1]] }
    },
  )
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = local.clients

  security_group_id            = aws_security_group.load_balancer.id
  description                  = each.value.port == 80 ? "Redirect of ${each.value.name}" : "Portal for ${each.value.name}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? each.value.cidr : null
  referenced_security_group_id = each.value.group
  tags                         = local.tags
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "nginx on the instances"
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
  referenced_security_group_id = aws_security_group.instances.id
  tags                         = local.tags
}

resource "aws_vpc_security_group_ingress_rule" "instances" {
  security_group_id            = aws_security_group.instances.id
  description                  = "nginx from the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
  referenced_security_group_id = aws_security_group.load_balancer.id
  tags                         = local.tags
}

# AWS's services, the identity provider, hosts of source code and registries of providers have no addresses that could be listed here.
resource "aws_vpc_security_group_egress_rule" "instances_https" {
  security_group_id = aws_security_group.instances.id
  description       = "HTTPS to AWS, identity provider and sources"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = local.tags
}

resource "aws_vpc_security_group_egress_rule" "instances" {
  for_each = var.egress

  security_group_id            = aws_security_group.instances.id
  description                  = "To ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  cidr_ipv4                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6                    = each.value.cidr == null ? null : strcontains(each.value.cidr, ":") ? each.value.cidr : null
  referenced_security_group_id = each.value.security_group_id
  tags                         = local.tags
}
