mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name  = "payments"
  trust = { services = ["lambda.amazonaws.com"] }
}

run "secure_by_default" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "Services"
        Effect    = "Allow"
        Principal = { Service = ["lambda.amazonaws.com"] }
        Action    = ["sts:AssumeRole"]
        Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
      }]
    }
    error_message = "The service assumes the role for this account only."
  }

  assert {
    condition = alltrue([
      length(aws_iam_role_policy.this) == 0,
      length(aws_iam_role_policy_attachment.this) == 0,
      length(aws_iam_instance_profile.this) == 0,
      output.instance_profile_name == null,
    ])
    error_message = "By itself, the role may do nothing."
  }

  assert {
    condition = alltrue([
      aws_iam_role.this.name == "payments",
      aws_iam_role.this.description == "Role payments",
      aws_iam_role.this.path == "/",
      aws_iam_role.this.max_session_duration == 3600,
      aws_iam_role.this.permissions_boundary == null,
      aws_iam_role.this.tags == tomap({ Name = "payments" }),
    ])
    error_message = "The role has the given name and sessions of an hour."
  }

  assert {
    condition     = output.arn == "arn:aws:iam::111122223333:role/payments"
    error_message = "The ARN is known in the plan."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    description              = "Pays"
    path                     = "/payments/dev/"
    trust                    = { services = ["ec2.amazonaws.com"] }
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    session_duration_seconds = 43200
    instance_profile         = true
    managed_policy_arns      = { session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
    tags                     = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_iam_role.this.description == "Pays",
      aws_iam_role.this.path == "/payments/dev/",
      aws_iam_role.this.max_session_duration == 43200,
      aws_iam_role.this.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary",
      aws_iam_role_policy_attachment.this["session-manager"].policy_arn == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      output.arn == "arn:aws:iam::111122223333:role/payments/dev/payments",
    ])
    error_message = "All inputs are as given."
  }

  assert {
    condition = alltrue([
      one(aws_iam_instance_profile.this).path == "/payments/dev/",
      one(aws_iam_instance_profile.this).role == "payments",
      output.instance_profile_name == "payments",
    ])
    error_message = "The instance profile has the role, and its name."
  }

  assert {
    condition = alltrue([for tags in [aws_iam_role.this.tags, one(aws_iam_instance_profile.this).tags] : tags == tomap({
      team = "payments"
      Name = "payments"
    })])
    error_message = "The tags are as given, with the name."
  }
}

run "services_by_what_they_say" {
  command = plan

  variables {
    trust = {
      services    = ["states.amazonaws.com", "ec2.amazonaws.com", "pods.eks.amazonaws.com", "lambda.amazonaws.com"]
      source_arns = ["arn:aws:states:eu-west-1:111122223333:stateMachine:payments", "arn:aws:lambda:eu-west-1:111122223333:function:payments-*"]
    }
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Sid => [statement.Principal.Service, statement.Action] } == {
      ServicesOfTheAccountItself = [["ec2.amazonaws.com"], ["sts:AssumeRole"]]
      Services                   = [["lambda.amazonaws.com", "states.amazonaws.com"], ["sts:AssumeRole"]]
      ServicesWithTags           = [["pods.eks.amazonaws.com"], ["sts:AssumeRole", "sts:TagSession"]]
    }
    error_message = "Only the identity of pods passes tags."
  }

  assert {
    condition     = !contains(keys(jsondecode(aws_iam_role.this.assume_role_policy).Statement[0]), "Condition")
    error_message = "EC2 does not say for which account it acts, and would be locked out by a condition."
  }

  assert {
    condition = alltrue([for index in [1, 2] : jsondecode(aws_iam_role.this.assume_role_policy).Statement[index].Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnLike = { "aws:SourceArn" = [
        "arn:aws:lambda:eu-west-1:111122223333:function:payments-*",
        "arn:aws:states:eu-west-1:111122223333:stateMachine:payments",
      ] }
    }])
    error_message = "Other services act for what is named, in this account."
  }
}

run "principals" {
  command = plan

  variables {
    trust = {
      principals = {
        pipeline     = { arn = "arn:aws:iam::111122223333:role/pipeline" }
        partner-role = { arn = "arn:aws:iam::444455556666:role/pipeline", external_id = "payments", session_tags = true }
      }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [
      {
        Sid       = "PrincipalPartnerRole"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:role/pipeline" }
        Action    = ["sts:AssumeRole"]
        Condition = { StringEquals = { "sts:ExternalId" = "payments" } }
      },
      {
        Sid       = "PrincipalPipeline"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:role/pipeline" }
        Action    = ["sts:AssumeRole"]
      },
      {
        Sid       = "TagsPartnerRole"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:role/pipeline" }
        Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
      },
    ]
    error_message = "Each principal is named, with its external id, and passes tags only where that is said."
  }
}

run "tokens_of_a_provider" {
  command = plan

  variables {
    trust = {
      oidc = {
        provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF"
        audience     = "sts.amazonaws.com"
        subjects     = ["system:serviceaccount:payments:worker", "system:serviceaccount:payments-jobs:*"]
      }
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Sid       = "WebIdentity"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF" }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = { "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:aud" = "sts.amazonaws.com" }
        StringLike   = { "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF:sub" = ["system:serviceaccount:payments-jobs:*", "system:serviceaccount:payments:worker"] }
      }
    }]
    error_message = "A token counts for its audience and subjects only."
  }
}

run "permissions_by_name" {
  command = plan

  variables {
    permissions = {
      write-receipts = {
        actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
        resources = ["arn:aws:s3:::payments-receipts/*"]
      }
      look-around = {
        actions      = ["ec2:Describe*"]
        any_resource = true
      }
      measure = {
        actions      = ["cloudwatch:PutMetricData"]
        resources    = ["*"]
        any_resource = true
        conditions   = { StringEquals = { "cloudwatch:namespace" = ["Payments"] } }
      }
      keep-out = {
        effect       = "Deny"
        actions      = ["s3:*"]
        any_resource = true
        conditions   = { StringNotEquals = { "aws:ResourceAccount" = ["111122223333"] } }
      }
    }
  }

  assert {
    condition     = one(aws_iam_role_policy.this).role == "payments"
    error_message = "The permissions are the role's own."
  }

  assert {
    condition = jsondecode(one(aws_iam_role_policy.this).policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "KeepOut"
          Effect    = "Deny"
          Action    = ["s3:*"]
          Resource  = ["*"]
          Condition = { StringNotEquals = { "aws:ResourceAccount" = ["111122223333"] } }
        },
        {
          Sid      = "LookAround"
          Effect   = "Allow"
          Action   = ["ec2:Describe*"]
          Resource = ["*"]
        },
        {
          Sid       = "Measure"
          Effect    = "Allow"
          Action    = ["cloudwatch:PutMetricData"]
          Resource  = ["*"]
          Condition = { StringEquals = { "cloudwatch:namespace" = ["Payments"] } }
        },
        {
          Sid      = "WriteReceipts"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
          Resource = ["arn:aws:s3:::payments-receipts/*"]
        },
      ]
    }
    error_message = "One statement for each permission, sorted by name, with what was given and no more."
  }
}
