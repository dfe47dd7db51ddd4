module "portal" {
  source = "../.."

  name                 = "planroom-staging"
  image_repository_arn = "arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal"

  application_version = {
    label      = "1.0.0"
    bundle_key = "bundles/portal-1.0.0.zip"
  }

  environment_variables = { APP_BASE_URL = "https://portal.staging.example.com" }

  environment_secrets = {
    PLANROOM_SEALING_KEY = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/sealing-key-AbCdEf"
  }

  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]

  load_balancer = {
    certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  allowed_cidrs = { office = "10.20.0.0/16" }

  database = {
    instance_class = "db.t4g.small"
    multi_az       = false
  }

  kms_key_arn         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  secret_kms_key_arns = { secrets = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  alarm_topic_arns    = { platform = "arn:aws:sns:eu-west-1:111122223333:platform-alarms" }

  tags = { team = "platform", environment = "staging" }
}

output "database_secret_arn" {
  value = module.portal.database_secret_arn
}
