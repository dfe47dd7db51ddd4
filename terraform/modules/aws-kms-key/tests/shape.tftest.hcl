mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name = "payments"
}

run "secure_by_default" {
  command = plan

  assert {
    condition = alltrue([
      aws_kms_key.this.enable_key_rotation,
      aws_kms_key.this.rotation_period_in_days == 365,
      aws_kms_key.this.deletion_window_in_days == 30,
      !aws_kms_key.this.multi_region,
      aws_kms_key.this.description == "Key of payments",
    ])
    error_message = "The key rotates every year, stays in its region, and its deletion can be cancelled for 30 days."
  }

  assert {
    condition     = aws_kms_alias.this.name == "alias/payments"
    error_message = "The alias has the name."
  }

  assert {
    condition = jsondecode(aws_kms_key.this.policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "AccountDecides"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "kms:*"
        Resource  = "*"
      }]
    }
    error_message = "By itself, the policy leaves everything to the account."
  }

  assert {
    condition     = aws_kms_key.this.tags == tomap({ Name = "payments" })
    error_message = "Without tags, the key has its name."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    name                 = "payments/data"
    description          = "Receipts"
    rotation_period_days = 90
    deletion_window_days = 7
    multi_region         = true
    tags                 = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_kms_key.this.description == "Receipts",
      aws_kms_key.this.rotation_period_in_days == 90,
      aws_kms_key.this.deletion_window_in_days == 7,
      aws_kms_key.this.multi_region,
      aws_kms_alias.this.name == "alias/payments/data",
    ])
    error_message = "All inputs are as given."
  }

  assert {
    condition     = aws_kms_key.this.tags == tomap({ team = "payments", Name = "payments/data" })
    error_message = "The tags are as given, with the name."
  }
}

run "administrators_and_users" {
  command = plan

  variables {
    administrators = ["arn:aws:iam::111122223333:role/platform"]
    users          = ["arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:role/payments"]
  }

  assert {
    condition     = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == ["AccountDecides", "Administer", "Use", "UseThroughServices"]
    error_message = "There is a statement for each, after the account's."
  }

  assert {
    condition = alltrue([
      jsondecode(aws_kms_key.this.policy).Statement[1].Principal == { AWS = ["arn:aws:iam::111122223333:role/platform"] },
      contains(jsondecode(aws_kms_key.this.policy).Statement[1].Action, "kms:ScheduleKeyDeletion"),
      length(setintersection(jsondecode(aws_kms_key.this.policy).Statement[1].Action, jsondecode(aws_kms_key.this.policy).Statement[2].Action)) == 1,
      length([for action in jsondecode(aws_kms_key.this.policy).Statement[1].Action : action if length(regexall("crypt|DataKey|CreateGrant|[*]", action)) > 0]) == 0,
    ])
    error_message = "Administrators may do all but encrypt and decrypt; with users they have in common only to look at the key."
  }

  assert {
    condition = jsondecode(aws_kms_key.this.policy).Statement[2] == {
      Sid       = "Use"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/payments", "arn:aws:iam::444455556666:root"] }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      Resource  = "*"
    }
    error_message = "Users encrypt and decrypt."
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[3].Condition == { Bool = { "kms:GrantIsForAWSResource" = "true" } }
    error_message = "Users give grants to services of AWS only."
  }
}

run "services_that_are_called" {
  command = plan

  variables {
    services = ["sqs", "rds"]
  }

  assert {
    condition     = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == ["AccountDecides", "ViaServices", "GrantsViaServices"]
    error_message = "Services that are called by others need no statement of their own."
  }

  assert {
    condition = jsondecode(aws_kms_key.this.policy).Statement[1].Condition == {
      StringEquals = {
        "kms:CallerAccount" = "111122223333"
        "kms:ViaService"    = ["rds.eu-west-1.amazonaws.com", "sqs.eu-west-1.amazonaws.com"]
      }
    }
    error_message = "The key is used through these services only, by callers of this account only."
  }

  assert {
    condition = alltrue([
      jsondecode(aws_kms_key.this.policy).Statement[2].Action == ["kms:CreateGrant"],
      jsondecode(aws_kms_key.this.policy).Statement[2].Condition == {
        StringEquals = { "kms:CallerAccount" = "111122223333", "kms:ViaService" = ["rds.eu-west-1.amazonaws.com"] }
        Bool         = { "kms:GrantIsForAWSResource" = "true" }
      },
    ])
    error_message = "Only services that need grants give them."
  }
}

run "services_that_call" {
  command = plan

  variables {
    services = ["sns", "cloudwatch", "log-delivery", "s3", "events", "logs", "cloudtrail"]
  }

  assert {
    condition = [for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid] == [
      "AccountDecides", "ViaServices", "ServicesOfThisAccount", "EventsToTopics", "EventsToQueues", "Logs", "TrailsEncrypt", "TrailsLookAtTheKey",
    ]
    error_message = "There is a statement for each way in which services say on whose behalf they call."
  }

  assert {
    condition = { for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => statement }["ServicesOfThisAccount"] == {
      Sid       = "ServicesOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = ["cloudwatch.amazonaws.com", "delivery.logs.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com"] }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
      Resource  = "*"
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }
    error_message = "Services act for this account only."
  }

  assert {
    condition = { for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => statement.Condition if startswith(statement.Sid, "Events") } == {
      EventsToTopics = { ArnLike = { "kms:EncryptionContext:aws:sns:topicArn" = "arn:aws:sns:eu-west-1:111122223333:*" } }
      EventsToQueues = { ArnLike = { "kms:EncryptionContext:aws:sqs:arn" = "arn:aws:sqs:eu-west-1:111122223333:*" } }
    }
    error_message = "EventBridge sends to topics and queues of this account only."
  }

  assert {
    condition = { for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => statement }["Logs"] == {
      Sid       = "Logs"
      Effect    = "Allow"
      Principal = { Service = "logs.eu-west-1.amazonaws.com" }
      Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
      Resource  = "*"
      Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:eu-west-1:111122223333:log-group:*"] } }
    }
    error_message = "Log groups of this account and region are encrypted."
  }

  assert {
    condition = { for statement in jsondecode(aws_kms_key.this.policy).Statement : statement.Sid => statement }["TrailsEncrypt"].Condition == {
      ArnLike = {
        "aws:SourceArn"                            = "arn:aws:cloudtrail:*:111122223333:trail/*"
        "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:*:111122223333:trail/*"
      }
    }
    error_message = "Trails of this account are encrypted."
  }
}

run "some_log_groups" {
  command = plan

  variables {
    services   = ["logs"]
    log_groups = ["/vpc/payments/flow-logs", "/payments/*"]
  }

  assert {
    condition = jsondecode(aws_kms_key.this.policy).Statement[1].Condition == { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = [
      "arn:aws:logs:eu-west-1:111122223333:log-group:/payments/*",
      "arn:aws:logs:eu-west-1:111122223333:log-group:/vpc/payments/flow-logs",
    ] } }
    error_message = "Only the named log groups are encrypted."
  }
}
