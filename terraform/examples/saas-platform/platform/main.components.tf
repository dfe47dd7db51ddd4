# What the software consists of, and what each part may do. All names are put together here too, before anything is made, so that every
# policy can be read in the plan; the output `component_role_arns` compares them with what was made.
locals {
  buckets = {
    uploads = {
      name      = "${var.name}-uploads-${local.account}"
      retention = { delete_old_versions_after = 90, abort_uploads_after = 7 }
    }
    exports = {
      name      = "${var.name}-exports-${local.account}"
      retention = { delete_objects_after = 30, delete_old_versions_after = 1, abort_uploads_after = 1 }
    }
  }

  secrets = {
    session-key = { generated = true, description = "Signs the sessions of ${var.name}" }
    database    = { generated = false, description = "How components log in to the database of ${var.name}" }
    documents   = { generated = false, description = "How components log in to the documents of ${var.name}" }
  }

  components = {
    web    = { reads = [], writes = [], publishes = [], receives = [], secrets = ["session-key"] }
    api    = { reads = ["uploads", "exports"], writes = ["uploads"], publishes = ["events"], receives = [], secrets = ["session-key", "database", "documents"] }
    worker = { reads = ["uploads"], writes = ["exports"], publishes = [], receives = ["mails", "exports"], secrets = ["database", "documents"] }
  }

  bucket_arns = { for key, bucket in local.buckets : key => "arn:${local.partition}:s3:::${bucket.name}" }
  queue_arns  = { for key in ["exports", "mails"] : key => "arn:${local.partition}:sqs:${local.here}:${var.name}-${key}" }
  topic_arns  = { for key in ["events"] : key => "arn:${local.partition}:sns:${local.here}:${var.name}-${key}" }

  # AWS ends the ARN of a secret with a dash and six characters of its own.
  secret_arns = { for key in keys(local.secrets) : key => "arn:${local.partition}:secretsmanager:${local.here}:secret:${var.name}/${key}-??????" }

  statements = {
    for name, component in local.components : name => [
      for statement in [
        {
          Sid      = "ReadObjects"
          Effect   = "Allow"
          Action   = ["s3:GetObject"]
          Resource = [for bucket in component.reads : "${local.bucket_arns[bucket]}/*"]
        },
        {
          Sid      = "WriteObjects"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
          Resource = [for bucket in component.writes : "${local.bucket_arns[bucket]}/*"]
        },
        {
          Sid      = "Publish"
          Effect   = "Allow"
          Action   = ["sns:Publish"]
          Resource = [for topic in component.publishes : local.topic_arns[topic]]
        },
        {
          Sid      = "Receive"
          Effect   = "Allow"
          Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
          Resource = [for queue in component.receives : local.queue_arns[queue]]
        },
        {
          Sid      = "ReadSecrets"
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = [for secret in component.secrets : local.secret_arns[secret]]
        },
      ] : statement if length(statement.Resource) > 0
    ]
  }
}

resource "aws_iam_role" "components" {
  for_each = local.components

  name                 = "${var.name}-${data.aws_region.current.name}-${each.key}"
  description          = "What ${each.key} of ${var.name} may use"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "PodsOfThisComponent"
        Effect    = "Allow"
        Principal = { Service = "pods.eks.amazonaws.com" }
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Condition = {
          StringEquals = {
            "aws:RequestTag/eks-cluster-arn"            = "arn:${local.partition}:eks:${local.here}:cluster/${var.name}"
            "aws:RequestTag/kubernetes-namespace"       = var.namespace
            "aws:RequestTag/kubernetes-service-account" = each.key
          }
        }
      },
    ]
  })
  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_iam_role_policy" "components" {
  for_each = local.components

  name   = "component"
  role   = aws_iam_role.components[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}

resource "aws_eks_pod_identity_association" "components" {
  for_each = local.components

  cluster_name    = module.cluster.cluster_name
  namespace       = var.namespace
  service_account = each.key
  role_arn        = aws_iam_role.components[each.key].arn
  tags            = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
