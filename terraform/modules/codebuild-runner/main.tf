# Local to the provider: asks nothing of AWS.
data "aws_partition" "current" {}

# Local to the provider: asks nothing of AWS.
data "aws_region" "current" {}

# Policies and names of buckets need the account.
data "aws_caller_identity" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.name
  account_id = data.aws_caller_identity.current.account_id

  # ARNs are made from names, so that every policy can be read in the plan, and so that roles can be made before the projects.
  buckets = {
    artifacts = "${var.name}-artifacts-${local.account_id}-${local.region}"
    state     = "${var.name}-state-${local.account_id}-${local.region}"
  }
  log_group_name = "/aws/codebuild/${var.name}"
  log_group_arn  = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:${local.log_group_name}"
  kms_key_alias  = "alias/${var.name}-runner"
  kms_key_arn    = var.create_kms_key ? one(aws_kms_key.this[*].arn) : var.kms_key_arn

  phases = {
    plan  = { role_arn = var.plan_role_arn, timeout = var.timeouts.plan, concurrency = var.concurrency.plan }
    apply = { role_arn = var.apply_role_arn, timeout = var.timeouts.apply, concurrency = var.concurrency.apply }
  }

  # A project's name takes no dots. Nothing here may depend on the roles, which are made from these names.
  project_names = {
    for phase in ["plan", "apply"] : phase => {
      for version in keys(var.versions) : version => "${var.name}-${phase}-${replace(version, ".", "-")}"
    }
  }

  projects = merge([
    for phase, settings in local.phases : {
      for version, machine in var.versions : local.project_names[phase][version] => merge(settings, machine, { phase = phase, version = version })
    }
  ]...)
}

resource "aws_codebuild_project" "this" {
  for_each = local.projects

  name                   = each.key
  description            = "Runs the ${each.value.phase} phase of runs with version ${each.value.version}."
  service_role           = each.value.role_arn
  build_timeout          = each.value.timeout
  queued_timeout         = var.timeouts.queued
  concurrent_build_limit = each.value.concurrency
  encryption_key         = local.kms_key_arn
  project_visibility     = "PRIVATE"
  tags                   = merge(var.tags, { Name = each.key })

  # Everything that a phase needs comes from its manifest, and the runner stores what comes out.
  source {
    type      = "NO_SOURCE"
    buildspec = file("${path.module}/buildspec.yml")
  }

  artifacts {
    type = "NO_ARTIFACTS"
  }

  cache {
    type = "NO_CACHE"
  }

  environment {
    type                        = each.value.architecture == "arm64" ? "ARM_CONTAINER" : "LINUX_CONTAINER"
    compute_type                = "BUILD_GENERAL1_${upper(each.value.size)}"
    image                       = each.value.image
    image_pull_credentials_type = "SERVICE_ROLE"
    privileged_mode             = false

    # The one variable that a build is started with; a build started without it is refused.
    environment_variable {
      name  = "RUN_MANIFEST"
      value = "none"
    }

    environment_variable {
      name  = "RUN_PHASE"
      value = each.value.phase
    }

    environment_variable {
      name  = "RUN_TERRAFORM_VERSION"
      value = each.value.version
    }

    environment_variable {
      name  = "RUN_ARTIFACT_BUCKET"
      value = local.buckets.artifacts
    }

    environment_variable {
      name  = "RUN_TIMEOUT_MINUTES"
      value = each.value.timeout
    }
  }

  logs_config {
    cloudwatch_logs {
      status     = "ENABLED"
      group_name = aws_cloudwatch_log_group.this.name
    }

    s3_logs {
      status = "DISABLED"
    }
  }

  dynamic "vpc_config" {
    for_each = var.network[*]

    content {
      vpc_id             = vpc_config.value.vpc_id
      subnets            = vpc_config.value.subnet_ids
      security_group_ids = aws_security_group.this[*].id
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = local.kms_key_arn
  tags              = var.tags
}

resource "aws_security_group" "this" {
  count = var.network == null ? 0 : 1

  name        = "${var.name}-runner"
  description = "Builds of ${var.name}: nothing comes in."
  vpc_id      = var.network.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-runner" })
}

resource "aws_vpc_security_group_egress_rule" "https" {
  count = var.network == null ? 0 : 1

  security_group_id = aws_security_group.this[0].id
  description       = "HTTPS to the services of clouds, registries and repositories"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
  tags              = merge(var.tags, { Name = "https" })
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = var.network == null ? {} : var.network.egress

  security_group_id = aws_security_group.this[0].id
  description       = each.key
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = strcontains(each.value.cidr, ":") ? null : each.value.cidr
  cidr_ipv6         = strcontains(each.value.cidr, ":") ? each.value.cidr : null
  tags              = merge(var.tags, { Name = each.key })
}
