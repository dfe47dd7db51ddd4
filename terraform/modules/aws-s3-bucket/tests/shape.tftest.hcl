mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name = "payments-receipts"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this.bucket == "payments-receipts" && !aws_s3_bucket.this.force_destroy
    error_message = "The bucket has the given name and keeps its objects."
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "Public access is blocked in all four ways."
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "Versions are kept."
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "Objects are encrypted."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "Access lists are off."
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : "${statement.Effect} ${statement.Sid}"] == ["Deny DenyWithoutTls", "Deny DenyOldTls"]
    error_message = "The policy refuses connections without TLS and with an old one."
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[0].Resource == ["arn:aws:s3:::payments-receipts", "arn:aws:s3:::payments-receipts/*"]
    error_message = "The policy is about the bucket and all its objects."
  }

  assert {
    condition = alltrue([
      length(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration) == 0,
      length(aws_s3_bucket_lifecycle_configuration.this.rule[0].transition) == 0,
      one(aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration).noncurrent_days == 90,
      one(aws_s3_bucket_lifecycle_configuration.this.rule[0].abort_incomplete_multipart_upload).days_after_initiation == 7,
    ])
    error_message = "Objects are kept, old versions and unfinished uploads are not."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    versioning    = false
    force_destroy = true
    tags          = { team = "payments" }
    encryption = {
      algorithm   = "aws:kms"
      kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    retention = {
      archive_objects_after = 30
      delete_objects_after  = 365
    }
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Suspended" && aws_s3_bucket.this.force_destroy
    error_message = "Versioning and force_destroy are as given."
  }

  assert {
    condition     = aws_s3_bucket.this.tags == tomap({ team = "payments" })
    error_message = "The tags are as given."
  }

  assert {
    condition = alltrue([
      one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.encryption.kms_key_arn,
      one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled,
    ])
    error_message = "The key is used, with a bucket key."
  }

  assert {
    condition = alltrue([
      one(aws_s3_bucket_lifecycle_configuration.this.rule[0].transition).days == 30,
      one(aws_s3_bucket_lifecycle_configuration.this.rule[0].expiration).days == 365,
      length(aws_s3_bucket_lifecycle_configuration.this.rule[0].noncurrent_version_expiration) == 0,
    ])
    error_message = "Objects are archived, then deleted, and an age that is not given does not apply."
  }
}

run "access_by_presets" {
  command = plan

  variables {
    access = {
      reports-list = { preset = "list", principals = ["arn:aws:iam::111122223333:role/reports"], prefix = "2026/" }
      reports      = { preset = "read", principals = ["arn:aws:iam::444455556666:role/audit", "arn:aws:iam::111122223333:role/reports"], prefix = "2026/" }
      all-names    = { preset = "list", principals = ["arn:aws:iam::111122223333:user/operator"] }
      service      = { preset = "read-write", principals = ["arn:aws:iam::111122223333:root"] }
      clean-up     = { preset = "delete", principals = ["arn:aws:iam::111122223333:role/clean-up"] }
      producer     = { preset = "write", principals = ["arn:aws:iam::111122223333:role/producer"] }
      flow-logs    = { preset = "deliver-logs", principals = ["arn:aws:iam::444455556666:root", "arn:aws:iam::111122223333:root"], prefix = "logs/" }
    }
  }

  assert {
    condition = [for statement in slice(jsondecode(aws_s3_bucket_policy.this.policy).Statement, 2, 9) : statement.Sid] == [
      "AllowAllNames", "AllowCleanUp", "AllowFlowLogs", "AllowProducer", "AllowReports", "AllowReportsList", "AllowService",
    ]
    error_message = "One statement for each access, sorted by name, after the two that refuse."
  }

  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement }["AllowReports"] == {
      Sid       = "AllowReports"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/reports", "arn:aws:iam::444455556666:role/audit"] }
      Action    = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource  = ["arn:aws:s3:::payments-receipts/2026/*"]
    }
    error_message = "Objects are read below the prefix only, by exactly those principals."
  }

  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement }["AllowReportsList"] == {
      Sid       = "AllowReportsList"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/reports"] }
      Action    = ["s3:ListBucket"]
      Resource  = ["arn:aws:s3:::payments-receipts"]
      Condition = { StringLike = { "s3:prefix" = "2026/*" } }
    }
    error_message = "Names are listed below the prefix only."
  }

  assert {
    condition     = !contains(keys({ for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement }["AllowAllNames"]), "Condition")
    error_message = "Without a prefix, all names are listed."
  }

  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement }["AllowFlowLogs"] == {
      Sid       = "AllowFlowLogs"
      Effect    = "Allow"
      Principal = { Service = ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"] }
      Action    = ["s3:GetBucketAcl", "s3:PutObject"]
      Resource  = ["arn:aws:s3:::payments-receipts", "arn:aws:s3:::payments-receipts/logs/*"]
      Condition = { StringEquals = { "aws:SourceAccount" = ["111122223333", "444455556666"] } }
    }
    error_message = "Logs are delivered on behalf of the given accounts only."
  }

  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement.Action if statement.Effect == "Allow" } == {
      AllowAllNames    = ["s3:ListBucket"]
      AllowCleanUp     = ["s3:DeleteObject"]
      AllowFlowLogs    = ["s3:GetBucketAcl", "s3:PutObject"]
      AllowProducer    = ["s3:PutObject", "s3:AbortMultipartUpload"]
      AllowReports     = ["s3:GetObject", "s3:GetObjectVersion"]
      AllowReportsList = ["s3:ListBucket"]
      AllowService     = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"]
    }
    error_message = "Each preset allows its own actions and no others."
  }
}

run "own_key_is_demanded" {
  command = plan

  variables {
    encryption = {
      algorithm   = "aws:kms"
      kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  assert {
    condition = { for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid => statement.Condition if statement.Action == "s3:PutObject" } == {
      DenyKeyOfCustomer = {
        Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" }
      }
      DenyOtherEncryption = {
        Null            = { "s3:x-amz-server-side-encryption" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
      }
      DenyOtherKey = {
        Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
      }
    }
    error_message = "Uploads that name another encryption or key are refused; those that name none get the bucket's."
  }
}

run "key_of_aws_or_an_alias" {
  command = plan

  variables {
    encryption = { algorithm = "aws:kms", kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/payments" }
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Sid] == [
      "DenyWithoutTls", "DenyOldTls", "DenyKeyOfCustomer", "DenyOtherEncryption",
    ]
    error_message = "With an alias, the key that an upload names is not compared."
  }
}
