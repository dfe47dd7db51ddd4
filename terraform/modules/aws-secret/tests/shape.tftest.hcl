mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  name = "payments/token"
}

run "secure_by_default" {
  command = plan

  assert {
    condition = alltrue([
      aws_secretsmanager_secret.this.name == "payments/token",
      aws_secretsmanager_secret.this.recovery_window_in_days == 30,
      aws_secretsmanager_secret.this.kms_key_id == null,
      aws_secretsmanager_secret.this.tags == tomap({ Name = "payments/token" }),
    ])
    error_message = "The secret has the given name and can be restored for 30 days."
  }

  assert {
    condition     = length(aws_secretsmanager_secret_version.this) == 0
    error_message = "Without a version, the secret gets no value."
  }

  assert {
    condition = jsondecode(aws_secretsmanager_secret_policy.this.policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "secretsmanager:*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    }
    error_message = "The policy refuses connections without TLS, and lets nobody in."
  }

  assert {
    condition     = aws_secretsmanager_secret_policy.this.block_public_policy
    error_message = "AWS refuses a policy that is open to everyone."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    description          = "Token of the partner"
    kms_key_arn          = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    recovery_window_days = 0
    readers              = ["arn:aws:iam::444455556666:role/audit", "arn:aws:iam::111122223333:role/payments"]
    tags                 = { team = "payments" }
    replicas = {
      eu-central-1 = { kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
    }
  }

  assert {
    condition = alltrue([
      aws_secretsmanager_secret.this.description == "Token of the partner",
      aws_secretsmanager_secret.this.kms_key_id == var.kms_key_arn,
      aws_secretsmanager_secret.this.recovery_window_in_days == 0,
      aws_secretsmanager_secret.this.tags == tomap({ team = "payments", Name = "payments/token" }),
    ])
    error_message = "All inputs are as given."
  }

  assert {
    condition = [for replica in aws_secretsmanager_secret.this.replica : [replica.region, replica.kms_key_id]] == [
      ["eu-central-1", "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ]
    error_message = "The copy is encrypted with the key of its region."
  }

  assert {
    condition = jsondecode(aws_secretsmanager_secret_policy.this.policy).Statement[1] == {
      Sid       = "Read"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/payments", "arn:aws:iam::444455556666:role/audit"] }
      Action    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      Resource  = "*"
    }
    error_message = "Readers read, and do no more."
  }
}

run "given_value_is_not_in_the_plan" {
  command = plan

  variables {
    value         = "given-for-the-test"
    value_version = 3
  }

  assert {
    condition     = one(aws_secretsmanager_secret_version.this).secret_string_wo_version == 3
    error_message = "The version decides when the value is written."
  }

  assert {
    condition = alltrue([
      one(aws_secretsmanager_secret_version.this).secret_string_wo == null,
      one(aws_secretsmanager_secret_version.this).secret_string == null,
      one(aws_secretsmanager_secret_version.this).secret_binary == null,
    ])
    error_message = "The plan does not hold the value."
  }
}

run "generated_value_is_not_in_the_plan" {
  command = plan

  variables {
    value_version = 1
    generate      = {}
  }

  assert {
    condition = alltrue([
      one(aws_secretsmanager_secret_version.this).secret_string_wo_version == 1,
      one(aws_secretsmanager_secret_version.this).secret_string_wo == null,
      one(aws_secretsmanager_secret_version.this).secret_string == null,
    ])
    error_message = "A value is written, and the plan does not hold it."
  }

  assert {
    condition     = join("", local.alphabet) == "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" && local.length == 32
    error_message = "It is made of 32 letters and digits."
  }
}

run "generated_of_other_characters" {
  command = plan

  variables {
    value_version = 1
    generate = {
      length              = 100
      exclude_lowercase   = true
      exclude_punctuation = false
      exclude_characters  = "0O1I\"'/@\\"
    }
  }

  assert {
    condition     = join("", local.alphabet) == "ABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&()*+,-.:;<=>?[]^_`{|}~" && local.length == 100
    error_message = "It is made of what is not excluded."
  }
}
