# What every installation of the portal consists of. The folders beside this one say how large it is and where.
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  here      = "${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}"

  # Drawn while applying; nobody gets to see them, and neither plan nor state holds them.
  generated_secrets = {
    session     = "Signs the cookies of a sign-in that is under way"
    sealing-key = "Seals state, plans and secrets in the database; nothing opens without it"
  }

  has_runner = length(var.runner_images) > 0

  # Builds reach S3 and not the portal, which is in a network of its own.
  run_environment = merge(
    { executor = "codebuild", state = "s3" },
    var.terraform_version == null ? {} : { terraformVersion = var.terraform_version },
  )
}

module "key" {
  source = "../../modules/aws-kms-key"

  name        = var.name
  description = "Database, secrets and bundles of the portal ${var.name}"
  services    = ["rds", "s3", "secretsmanager"]
  tags        = var.tags
}

module "network" {
  source = "../../modules/aws-vpc"

  name               = var.name
  cidr               = var.network.cidr
  availability_zones = var.network.availability_zones
  nat                = var.network.nat
  endpoints          = { gateway = ["s3"] }
  tags               = var.tags
}

module "registry" {
  source = "../../modules/aws-ecr"

  name         = var.name
  repositories = { portal = {}, runner = {} }
  force_delete = !var.deletion_protection
  tags         = var.tags
}

module "generated_secret" {
  source   = "../../modules/aws-secret"
  for_each = local.generated_secrets

  name          = "${var.name}/${each.key}"
  description   = each.value
  generate      = { length = 48 }
  value_version = 1
  kms_key_arn   = module.key.arn
  tags          = var.tags
}

# Filled by hand with what the identity provider shows.
module "oidc_client_secret" {
  source = "../../modules/aws-secret"

  name        = "${var.name}/oidc-client-secret"
  description = "Secret of the application at the identity provider"
  kms_key_arn = module.key.arn
  tags        = var.tags
}

resource "aws_acm_certificate" "this" {
  domain_name       = var.host_name
  validation_method = "DNS"
  tags              = merge(var.tags, { Name = var.host_name })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_route53_record" "validation" {
  zone_id         = var.zone_id
  name            = one(aws_acm_certificate.this.domain_validation_options).resource_record_name
  type            = one(aws_acm_certificate.this.domain_validation_options).resource_record_type
  records         = [one(aws_acm_certificate.this.domain_validation_options).resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

module "beanstalk" {
  source = "../../modules/elastic-beanstalk"

  name = var.name
  # By its name, which is known before it is made, so that the policy with it can be read in the plan.
  image_repository_arn = "arn:${local.partition}:ecr:${local.here}:repository/${var.name}/portal"

  application_version = var.portal_version == null ? null : {
    label      = var.portal_version
    bundle_key = "bundles/portal-${var.portal_version}.zip"
  }

  environment_variables = merge(
    {
      APP_BASE_URL           = "https://${var.host_name}"
      AUTH_OIDC_METADATA_URL = var.oidc.metadata_url
      AUTH_OIDC_CLIENT_ID    = var.oidc.client_id
      # Written beside every sealed record.
      PLANROOM_SEALING_KEY_ID = "primary"
      # The authority of RDS, which the bundle brings.
      NODE_EXTRA_CA_CERTS                                   = "/etc/planroom/certificates.pem"
      APP_CONFIG_terraform_executors_local_acceptSharedHost = tostring(var.accept_shared_host)
    },
    var.environment_variables,
  )

  environment_secrets = {
    AUTH_SESSION_SECRET     = module.generated_secret["session"].arn
    PLANROOM_SEALING_KEY    = module.generated_secret["sealing-key"].arn
    AUTH_OIDC_CLIENT_SECRET = module.oidc_client_secret.arn
  }

  secret_kms_key_arns = { portal = module.key.arn }

  vpc_id     = module.network.id
  subnet_ids = module.network.private_subnet_ids

  load_balancer = {
    certificate_arn = aws_acm_certificate_validation.this.certificate_arn
    public          = var.public
    subnet_ids      = var.public ? module.network.public_subnet_ids : module.network.private_subnet_ids
    redirect_http   = var.public
  }

  allowed_cidrs = var.allowed_cidrs
  size          = var.size
  instances     = var.instances
  database      = var.database

  # With CodeBuild the portal acts as a role that may start exactly its builds, and enter the accounts that runs are for.
  instance_statements = !local.has_runner ? {} : {
    ActAsPortal = {
      actions   = ["sts:AssumeRole"]
      resources = [module.permissions[0].portal_role_arn]
    }
  }

  kms_key_arn         = module.key.arn
  alarm_topic_arns    = var.alarm_topic_arns
  deletion_protection = var.deletion_protection
  tags                = var.tags
}

resource "aws_route53_record" "portal" {
  count = var.portal_version == null ? 0 : 1

  zone_id = var.zone_id
  name    = var.host_name
  type    = "CNAME"
  records = [module.beanstalk.endpoint]
  ttl     = 300
}

module "permissions" {
  source = "../../modules/terraform-permissions"
  count  = local.has_runner ? 1 : 0

  name            = var.name
  runner          = module.runner[0].runner
  portal          = { role_arns = [module.beanstalk.instance_role_arn], write_state = true }
  permission_sets = var.permissions.sets
  name_prefixes   = var.permissions.name_prefixes
  regions         = var.permissions.regions
  targets         = var.permissions.targets

  # The portal itself, out of reach of what it runs.
  protected_arns = [
    "arn:${local.partition}:secretsmanager:${local.here}:secret:${var.name}/*",
    "arn:${local.partition}:rds:${local.here}:db:${var.name}-database",
    "arn:${local.partition}:elasticbeanstalk:${local.here}:environment/${var.name}/${var.name}",
    "arn:${local.partition}:ecr:${local.here}:repository/${var.name}/*",
    module.beanstalk.bundle_bucket_arn,
    "${module.beanstalk.bundle_bucket_arn}/*",
  ]

  tags = var.tags
}

module "runner" {
  source = "../../modules/codebuild-runner"
  count  = local.has_runner ? 1 : 0

  name           = var.name
  versions       = { for version, image in var.runner_images : version => { image = image } }
  plan_role_arn  = module.permissions[0].plan_role_arn
  apply_role_arn = module.permissions[0].apply_role_arn
  tags           = var.tags
}

# Beside the bundles, for whoever makes the next one. Text of a configuration file: its names and addresses are no secrets. With the bundle
# the portal changes its executor and what the executor needs at the same moment.
resource "aws_s3_object" "executor" {
  count = local.has_runner ? 1 : 0

  bucket       = module.beanstalk.bundle_bucket
  key          = "config/app-config.executor.yaml"
  content_type = "application/yaml"
  content = yamlencode({
    terraform = merge(
      {
        executors = {
          codebuild = merge(module.runner[0].portal_config, { roleArn = module.permissions[0].portal_role_arn })
        }
      },
      var.executor == "local" ? {} : { environments = { for name in var.run_environments : name => local.run_environment } },
    )
  })
  tags = var.tags
}
