output "project_names" {
  description = "Names of the projects, by phase (`plan`, `apply`) and version."
  value       = local.project_names
}

output "project_arns" {
  description = "ARNs of the projects, by phase (`plan`, `apply`) and version."
  value = {
    for phase, names in local.project_names : phase => { for version, name in names : version => aws_codebuild_project.this[name].arn }
  }
}

output "artifact_bucket" {
  description = "Name of the bucket through which the portal and builds hand things to each other, below `runs/`."
  value       = aws_s3_bucket.artifacts.id
}

output "state_bucket" {
  description = "Name of the bucket for Terraform's state."
  value       = aws_s3_bucket.state.id
}

output "lock_table" {
  description = "Name of the DynamoDB table for locks, null without one."
  value       = one(aws_dynamodb_table.locks[*].name)
}

output "queue_url" {
  description = "URL of the queue that hears of builds."
  value       = aws_sqs_queue.builds.url
}

output "queue_arn" {
  description = "ARN of the queue that hears of builds."
  value       = aws_sqs_queue.builds.arn
}

output "failed_queue_arn" {
  description = "ARN of the queue with events that could not be delivered or read, for an alarm."
  value       = aws_sqs_queue.failed.arn
}

output "log_group_name" {
  description = "Name of the log group of all builds; each build has a stream of its own."
  value       = aws_cloudwatch_log_group.this.name
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts artifacts, state, logs and locks."
  value       = local.kms_key_arn
}

output "security_group_id" {
  description = "Id of the security group of builds, null without a network. What builds shall reach must let it in."
  value       = one(aws_security_group.this[*].id)
}

output "runner" {
  description = "What the module terraform-permissions takes as `runner`: names, known before anything is made, so that roles and projects can refer to each other."
  value = {
    plan_projects   = values(local.project_names.plan)
    apply_projects  = values(local.project_names.apply)
    plan_timeout    = var.timeouts.plan
    apply_timeout   = var.timeouts.apply
    artifact_bucket = local.buckets.artifacts
    state_bucket    = local.buckets.state
    lock_table      = var.lock_table ? "${var.name}-state-locks" : null
    queue           = local.queue_names.builds
    event_arns      = concat(values(local.queue_arns), [local.rule_arn])
    log_group       = local.log_group_name
    kms_key_alias   = var.create_kms_key ? local.kms_key_alias : null
    kms_key_arn     = var.kms_key_arn
    image_repositories = distinct([
      for image in [for version in values(var.versions) : regex("^(?P<account>[0-9]+)[.]dkr[.]ecr[.](?P<region>[a-z0-9-]+)[.][^/]+/(?P<name>[^@]+)@", version.image)] :
      "arn:${local.partition}:ecr:${image.region}:${image.account}:repository/${image.name}"
    ])
  }
}

output "portal_config" {
  description = "What the portal's configuration takes at `terraform.executors.codebuild`, beside `roleArn`: the output `portal_role_arn` of terraform-permissions."
  value = {
    region    = local.region
    accountId = local.account_id
    projects  = local.project_names
    artifacts = { bucket = aws_s3_bucket.artifacts.id, prefix = "runs/", kmsKeyArn = local.kms_key_arn }
    state = {
      bucket       = aws_s3_bucket.state.id
      region       = local.region
      kmsKeyArn    = local.kms_key_arn
      useLockfile  = true
      dynamodbLock = one(aws_dynamodb_table.locks[*].name)
    }
    logs     = { groupName = aws_cloudwatch_log_group.this.name }
    events   = { queueUrl = aws_sqs_queue.builds.url }
    timeouts = { planMinutes = var.timeouts.plan, applyMinutes = var.timeouts.apply, queuedMinutes = var.timeouts.queued }
    capacity = { plan = var.concurrency.plan, apply = var.concurrency.apply }
  }
}
