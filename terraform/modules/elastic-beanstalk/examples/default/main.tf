module "portal" {
  source = "../.."

  name                 = "planroom-dev"
  image_repository_arn = "arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal"

  application_version = {
    label      = "1.0.0"
    bundle_key = "bundles/portal-1.0.0.zip"
  }

  environment_variables = {
    APP_BASE_URL            = "https://portal.example.com"
    AUTH_OIDC_CLIENT_ID     = "planroom"
    AUTH_OIDC_METADATA_URL  = "https://id.example.com/.well-known/openid-configuration"
    PLANROOM_SEALING_KEY_ID = "primary"
    POSTGRES_DATABASE       = "planroom"
    POSTGRES_HOST           = "planroom.example.eu-west-1.rds.amazonaws.com"
    POSTGRES_PORT           = "5432"
    POSTGRES_USER           = "planroom"
  }

  environment_secrets = {
    AUTH_OIDC_CLIENT_SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/oidc-client-AbCdEf"
    AUTH_SESSION_SECRET     = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/session-AbCdEf"
    PLANROOM_SEALING_KEY    = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/sealing-key-AbCdEf"
    POSTGRES_PASSWORD       = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:planroom/database-AbCdEf:password"
  }

  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]

  load_balancer = {
    certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  allowed_cidrs = { office = "10.20.0.0/16" }

  egress = {
    database = { port = 5432, security_group_id = "sg-0a1b2c3d4e5f67890" }
  }

  tags = { team = "platform", environment = "dev" }
}

output "endpoint" {
  value = module.portal.endpoint
}
