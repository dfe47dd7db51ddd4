resource "aws_route53_zone" "this" {
  name    = var.domain
  comment = "Names of ${var.name}"
  tags    = merge(var.tags, { Name = var.domain })
}

# Nobody but Amazon may issue certificates for these names.
resource "aws_route53_record" "authorities" {
  zone_id = aws_route53_zone.this.zone_id
  name    = var.domain
  type    = "CAA"
  ttl     = 3600
  records = ["0 issue \"amazon.com\"", "0 issuewild \"amazon.com\""]
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.domain
  subject_alternative_names = ["*.${var.domain}"]
  validation_method         = "DNS"
  tags                      = merge(var.tags, { Name = var.domain })

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # The domain and its wildcard are proved by the same record.
  proof = tolist(aws_acm_certificate.this.domain_validation_options)[0]
}

# The certificate is issued when the zone is delegated. Waiting for that would hold up the first apply, which makes the name servers known.
resource "aws_route53_record" "certificate" {
  zone_id         = aws_route53_zone.this.zone_id
  name            = local.proof.resource_record_name
  type            = local.proof.resource_record_type
  records         = [local.proof.resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_route53_record" "app" {
  count = var.load_balancer == null ? 0 : 1

  zone_id = aws_route53_zone.this.zone_id
  name    = "app.${var.domain}"
  type    = "CNAME"
  ttl     = 300
  records = [var.load_balancer]
}
