# Local to the provider: asks nothing of AWS.
data "aws_partition" "current" {}

locals {
  # Made from the name, so that the whole policy can be read in the plan.
  arn = "arn:${data.aws_partition.current.partition}:s3:::${var.name}"

  actions = {
    read         = ["s3:GetObject", "s3:GetObjectVersion"]
    write        = ["s3:PutObject", "s3:AbortMultipartUpload"]
    read-write   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload"]
    delete       = ["s3:DeleteObject"]
    list         = ["s3:ListBucket"]
    deliver-logs = ["s3:GetBucketAcl", "s3:PutObject"]
  }

  # Those that say on whose behalf they deliver (aws:SourceAccount).
  log_delivery_services = ["delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"]

  tls_statements = [
    {
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.arn, "${local.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    },
    {
      Sid       = "DenyOldTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [local.arn, "${local.arn}/*"]
      Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
    },
  ]

  # An upload that names no encryption gets the bucket's own, so only uploads that name another one are refused.
  encryption_conditions = merge(
    var.encryption.algorithm != "aws:kms" ? {} : {
      DenyOtherEncryption = {
        Null            = { "s3:x-amz-server-side-encryption" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
      }
      DenyKeyOfCustomer = {
        Null = { "s3:x-amz-server-side-encryption-customer-algorithm" = "false" }
      }
    },
    # An alias cannot be compared with the key that an upload names.
    !can(regex(":key/", var.encryption.kms_key_arn)) ? {} : {
      DenyOtherKey = {
        Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
        StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.encryption.kms_key_arn }
      }
    },
  )

  encryption_statements = [
    for sid, condition in local.encryption_conditions : {
      Sid       = sid
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${local.arn}/*"
      Condition = condition
    }
  ]

  access_statements = [
    for name, entry in var.access : merge(
      {
        Sid    = "Allow${join("", [for word in split("-", name) : title(word)])}"
        Effect = "Allow"
        Action = local.actions[entry.preset]
      },
      {
        objects = {
          Principal = { AWS = sort(entry.principals) }
          Resource  = ["${local.arn}/${entry.prefix}*"]
        }
        names = {
          Principal = { AWS = sort(entry.principals) }
          Resource  = [local.arn]
          Condition = { StringLike = { "s3:prefix" = "${entry.prefix}*" } }
        }
        # A request for all names has no prefix that a condition could look at.
        all-names = {
          Principal = { AWS = sort(entry.principals) }
          Resource  = [local.arn]
        }
        logs = {
          Principal = { Service = local.log_delivery_services }
          Resource  = [local.arn, "${local.arn}/${entry.prefix}*"]
          Condition = { StringEquals = { "aws:SourceAccount" = [for principal in sort(entry.principals) : split(":", principal)[4]] } }
        }
      }[lookup({ list = entry.prefix == "" ? "all-names" : "names", deliver-logs = "logs" }, entry.preset, "objects")],
    )
  ]
}

resource "aws_s3_bucket" "this" {
  bucket        = var.name
  force_destroy = var.force_destroy
  tags          = var.tags
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioning ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.encryption.algorithm
      kms_master_key_id = var.encryption.kms_key_arn
    }

    bucket_key_enabled = var.encryption.algorithm == "aws:kms" && var.encryption.bucket_key_enabled
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.tls_statements, local.encryption_statements, local.access_statements)
  })

  # S3 refuses one of two settings of a bucket that arrive at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "retention"
    status = "Enabled"

    filter {}

    dynamic "expiration" {
      for_each = var.retention.delete_objects_after[*]

      content {
        days = expiration.value
      }
    }

    dynamic "transition" {
      for_each = var.retention.archive_objects_after[*]

      content {
        days          = transition.value
        storage_class = "GLACIER_IR"
      }
    }

    dynamic "noncurrent_version_expiration" {
      for_each = var.retention.delete_old_versions_after[*]

      content {
        noncurrent_days = noncurrent_version_expiration.value
      }
    }

    dynamic "abort_incomplete_multipart_upload" {
      for_each = var.retention.abort_uploads_after[*]

      content {
        days_after_initiation = abort_incomplete_multipart_upload.value
      }
    }
  }

  # Rules about old versions need to know whether there are any.
  depends_on = [aws_s3_bucket_versioning.this]
}
