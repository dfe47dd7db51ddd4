locals {
  pull_actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
  push_actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]

  # A rule about images of any kind must come last.
  lifecycle_rules = {
    for name, repository in var.repositories : name => [
      for rule in [
        {
          rulePriority = 1
          description  = "Images without a tag go after ${repository.expire_untagged_after} days"
          selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = repository.expire_untagged_after }
          action       = { type = "expire" }
        },
        {
          rulePriority = 2
          description  = "The newest ${repository.keep_images} images stay"
          selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = repository.keep_images }
          action       = { type = "expire" }
        },
      ] : rule if rule.selection.countNumber > 0
    ]
  }

  policy_statements = {
    for name, repository in var.repositories : name => [
      for statement in [
        { Sid = "Pull", Effect = "Allow", Principal = { AWS = sort(repository.pull_principals) }, Action = local.pull_actions },
        { Sid = "Push", Effect = "Allow", Principal = { AWS = sort(repository.push_principals) }, Action = local.push_actions },
      ] : statement if length(statement.Principal.AWS) > 0
    ]
  }
}

resource "aws_ecr_repository" "this" {
  for_each = var.repositories

  name                 = "${var.name}/${each.key}"
  image_tag_mutability = each.value.immutable_tags ? "IMMUTABLE" : "MUTABLE"
  force_delete         = var.force_delete

  image_scanning_configuration {
    scan_on_push = each.value.scan_on_push
  }

  encryption_configuration {
    encryption_type = var.kms_key_arn == null ? "AES256" : "KMS"
    kms_key         = var.kms_key_arn
  }

  tags = merge(var.tags, { Name = "${var.name}/${each.key}" })
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = { for name, rules in local.lifecycle_rules : name => rules if length(rules) > 0 }

  repository = aws_ecr_repository.this[each.key].name
  policy     = jsonencode({ rules = each.value })
}

resource "aws_ecr_repository_policy" "this" {
  for_each = { for name, repository in var.repositories : name => repository if length(repository.pull_principals) + length(repository.push_principals) > 0 }

  repository = aws_ecr_repository.this[each.key].name
  policy     = jsonencode({ Version = "2012-10-17", Statement = local.policy_statements[each.key] })
}
