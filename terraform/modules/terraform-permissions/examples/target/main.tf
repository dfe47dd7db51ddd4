module "permissions" {
  source = "../.."

  name = "planroom-payments"
  role = "target"

  trusted = {
    plan_role_arn  = "arn:aws:iam::111122223333:role/planroom-example-plan"
    apply_role_arn = "arn:aws:iam::111122223333:role/planroom-example-apply"
    external_id    = "7c1f0f0e-6a2f-4a52-9d0c-2f6c1d8f3b11"

    # So that the portal can test the account.
    portal_role_arns = ["arn:aws:iam::111122223333:role/planroom-example-portal", "arn:aws:iam::111122223333:role/planroom-instance"]
  }

  permission_sets = ["aws-s3-bucket", "aws-sqs-sns", "dynamodb"]
  name_prefixes   = ["payments-"]
  regions         = ["eu-west-1"]

  custom_permission_sets = {
    dynamodb = {
      plan = {
        ReadTables = {
          actions   = ["dynamodb:Describe*", "dynamodb:ListTagsOfResource"]
          resources = ["arn:{partition}:dynamodb:{region}:{account}:table/{prefix}*"]
        }
      }
      apply = {
        ManageTables = {
          actions   = ["dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:TagResource", "dynamodb:UntagResource", "dynamodb:UpdateTable"]
          resources = ["arn:{partition}:dynamodb:{region}:{account}:table/{prefix}*"]
        }
      }
    }
  }

  tags = { team = "platform", environment = "dev" }
}

output "apply_role_arn" {
  value = module.permissions.apply_role_arn
}
