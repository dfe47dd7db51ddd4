module "permissions" {
  source = "../.."

  name = "planroom-example"

  # In a real root: module.runner.runner, of the module codebuild-runner.
  runner = {
    plan_projects      = ["planroom-example-plan-1-11-4"]
    apply_projects     = ["planroom-example-apply-1-11-4"]
    plan_timeout       = 60
    apply_timeout      = 480
    artifact_bucket    = "planroom-example-artifacts-111122223333-eu-west-1"
    state_bucket       = "planroom-example-state-111122223333-eu-west-1"
    queue              = "planroom-example-builds"
    event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-example-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-example-builds"]
    log_group          = "/aws/codebuild/planroom-example"
    kms_key_alias      = "alias/planroom-example-runner"
    image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
  }

  portal = {
    role_arns   = ["arn:aws:iam::111122223333:role/planroom-instance"]
    write_state = true
  }

  permission_sets = ["aws-s3-bucket", "aws-rds-postgres", "aws-vm"]
  name_prefixes   = ["payments-"]
  regions         = ["eu-west-1"]

  targets = {
    payments-production = {
      plan_role_arn  = "arn:aws:iam::444455556666:role/planroom-payments-plan"
      apply_role_arn = "arn:aws:iam::444455556666:role/planroom-payments-apply"
      external_id    = "7c1f0f0e-6a2f-4a52-9d0c-2f6c1d8f3b11"
    }
  }

  tags = { team = "platform", environment = "dev" }
}

output "plan_role_arn" {
  value = module.permissions.plan_role_arn
}

output "portal_role_arn" {
  value = module.permissions.portal_role_arn
}
