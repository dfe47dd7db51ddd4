resource "aws_s3_bucket" "artifacts" {
  bucket = local.buckets.artifacts
  tags   = merge(var.tags, { Name = local.buckets.artifacts })
}

resource "aws_s3_bucket" "state" {
  bucket = local.buckets.state
  tags   = merge(var.tags, { Name = local.buckets.state })

  lifecycle {
    prevent_destroy = true
  }
}

locals {
  bucket_ids = {
    artifacts = aws_s3_bucket.artifacts.id
    state     = aws_s3_bucket.state.id
  }
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.bucket_ids

  bucket = each.value

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.bucket_ids

  bucket = each.value

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.bucket_ids

  bucket = each.value

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.bucket_ids

  bucket = each.value

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = local.kms_key_arn
    }

    bucket_key_enabled = true
  }
}

# For the state TLS and nothing more: Terraform writes it without a condition on what is there, and a write that is refused after an apply
# loses state.
resource "aws_s3_bucket_policy" "this" {
  for_each = local.bucket_ids

  bucket = each.value
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      for sid, condition in {
        DenyWithoutTls = { Bool = { "aws:SecureTransport" = "false" } }
        DenyOldTls     = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
        } : {
        Sid       = sid
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [for path in ["", "/*"] : "arn:${local.partition}:s3:::${local.buckets[each.key]}${path}"]
        Condition = condition
      }
      ],
      # The mark that a phase was begun is made once, whoever makes it. A copy or an upload in parts cannot say "only if nothing is there"
      # and is refused as well.
      [
        for key in ["artifacts"] : {
          Sid       = "DenyReplacingMarks"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = "arn:${local.partition}:s3:::${local.buckets[key]}/runs/*/started"
          Condition = { Null = { "s3:if-none-match" = "true" } }
        } if key == each.key
      ],
    )
  })

  # S3 refuses one of two settings of a bucket that arrive at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    id     = "runs"
    status = "Enabled"

    filter {
      prefix = "runs/"
    }

    expiration {
      days = var.artifact_retention_days
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  # The portal removes logs when their environment says so; only what such a removal leaves behind goes here.
  rule {
    id     = "removed-logs"
    status = "Enabled"

    filter {
      prefix = "logs/"
    }

    expiration {
      expired_object_delete_marker = true
    }

    noncurrent_version_expiration {
      noncurrent_days = 1
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  # Rules about old versions need to know whether there are any.
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  # Each lock leaves a version and a delete marker of <key>.tflock behind. A rule cannot look at the end of a name, but lock files are small;
  # of a state as small as that, the last 20 versions stay, and of all other states every one.
  rule {
    id     = "old-locks"
    status = "Enabled"

    filter {
      object_size_less_than = 1024
    }

    noncurrent_version_expiration {
      noncurrent_days           = 30
      newer_noncurrent_versions = 20
    }
  }

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # Rules about old versions need to know whether there are any.
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_dynamodb_table" "locks" {
  count = var.lock_table ? 1 : 0

  name                        = "${var.name}-state-locks"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "LockID"
  deletion_protection_enabled = true
  tags                        = merge(var.tags, { Name = "${var.name}-state-locks" })

  attribute {
    name = "LockID"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = local.kms_key_arn
  }
}
