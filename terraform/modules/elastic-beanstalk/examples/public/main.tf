module "portal" {
  source = "../.."

  name                 = "planroom-public"
  image_repository_arn = "arn:aws:ecr:eu-west-1:111122223333:repository/planroom/portal"

  application_version = {
    label      = "1.0.0"
    bundle_key = "bundles/portal-1.0.0.zip"
  }

  vpc_id     = "vpc-0a1b2c3d4e5f67890"
  subnet_ids = ["subnet-0a1b2c3d4e5f67890", "subnet-0a1b2c3d4e5f67891"]

  load_balancer = {
    certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
    public          = true
    subnet_ids      = ["subnet-0a1b2c3d4e5f67892", "subnet-0a1b2c3d4e5f67893"]
    redirect_http   = true
  }

  allowed_cidrs = { internet = "0.0.0.0/0" }

  size       = "medium"
  instances  = { min = 2, max = 6 }
  deployment = { policy = "Immutable" }

  instance_statements = {
    Runs = {
      actions   = ["codebuild:StartBuild", "codebuild:StopBuild", "codebuild:BatchGetBuilds"]
      resources = ["arn:aws:codebuild:eu-west-1:111122223333:project/planroom-plan-1-11"]
    }
  }

  database = {}

  tags = { team = "platform", environment = "production" }
}

output "load_balancer_arn" {
  value = module.portal.load_balancer_arn
}
