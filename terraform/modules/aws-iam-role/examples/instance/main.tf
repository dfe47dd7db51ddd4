terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

module "role" {
  source = "../.."

  name             = "planroom-instance"
  trust            = { services = ["ec2.amazonaws.com"] }
  instance_profile = true

  permissions = {
    send-messages = {
      actions   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
      resources = ["arn:aws:sqs:eu-west-1:111122223333:payments-*"]
    }
    measure = {
      actions      = ["cloudwatch:PutMetricData"]
      any_resource = true
      conditions   = { StringEquals = { "cloudwatch:namespace" = ["Payments"] } }
    }
  }

  managed_policy_arns = { session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }

  tags = { team = "payments", environment = "dev" }
}

output "instance_profile_name" {
  value = module.role.instance_profile_name
}
