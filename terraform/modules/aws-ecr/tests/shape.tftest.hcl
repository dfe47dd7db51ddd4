mock_provider "aws" {}

variables {
  name         = "payments"
  repositories = { web = {}, api = {} }
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = { for key, repository in aws_ecr_repository.this : key => repository.name } == { api = "payments/api", web = "payments/web" }
    error_message = "Repositories are named after the prefix."
  }

  assert {
    condition = alltrue([for repository in aws_ecr_repository.this : alltrue([
      repository.image_tag_mutability == "IMMUTABLE",
      repository.image_scanning_configuration[0].scan_on_push,
      repository.encryption_configuration[0].encryption_type == "AES256",
      !repository.force_delete,
    ])])
    error_message = "Tags stay, images are scanned and encrypted, and repositories with images are kept."
  }

  assert {
    condition     = length(aws_ecr_repository_policy.this) == 0
    error_message = "Nobody elsewhere may pull or push."
  }

  assert {
    condition = jsondecode(aws_ecr_lifecycle_policy.this["web"].policy).rules == [
      {
        rulePriority = 1
        description  = "Images without a tag go after 7 days"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest 100 images stay"
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 100 }
        action       = { type = "expire" }
      },
    ]
    error_message = "Old images go, those without a tag first."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    kms_key_arn  = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    force_delete = true
    tags         = { team = "payments" }
    repositories = {
      web             = { immutable_tags = false, scan_on_push = false, keep_images = 0, expire_untagged_after = 30 }
      "tools/migrate" = { keep_images = 5, expire_untagged_after = 0 }
      archive         = { keep_images = 0, expire_untagged_after = 0 }
    }
  }

  assert {
    condition = alltrue([
      aws_ecr_repository.this["web"].image_tag_mutability == "MUTABLE",
      !aws_ecr_repository.this["web"].image_scanning_configuration[0].scan_on_push,
      aws_ecr_repository.this["tools/migrate"].image_tag_mutability == "IMMUTABLE",
      aws_ecr_repository.this["tools/migrate"].name == "payments/tools/migrate",
    ])
    error_message = "Each repository is as given."
  }

  assert {
    condition = alltrue([for key, repository in aws_ecr_repository.this : alltrue([
      repository.encryption_configuration[0].encryption_type == "KMS",
      repository.encryption_configuration[0].kms_key == var.kms_key_arn,
      repository.force_delete,
      repository.tags == tomap({ team = "payments", Name = "payments/${key}" }),
    ])])
    error_message = "The key, the tags and force_delete are those given."
  }

  assert {
    condition = { for key, policy in aws_ecr_lifecycle_policy.this : key => [for rule in jsondecode(policy.policy).rules : "${rule.selection.tagStatus} ${rule.selection.countNumber}"] } == {
      "tools/migrate" = ["any 5"]
      web             = ["untagged 30"]
    }
    error_message = "A rule that is not given does not apply, and without any there is no policy."
  }
}

run "principals_elsewhere" {
  command = plan

  variables {
    repositories = {
      web = { pull_principals = ["arn:aws:iam::777788889999:root", "arn:aws:iam::444455556666:role/nodes"] }
      api = { pull_principals = ["arn:aws:iam::444455556666:role/nodes"], push_principals = ["arn:aws:iam::111122223333:role/build"] }
      job = {}
    }
  }

  assert {
    condition = jsondecode(aws_ecr_repository_policy.this["web"].policy).Statement == [{
      Sid       = "Pull"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::444455556666:role/nodes", "arn:aws:iam::777788889999:root"] }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
    error_message = "Those who pull may pull only."
  }

  assert {
    condition = jsondecode(aws_ecr_repository_policy.this["api"].policy).Statement[1] == {
      Sid       = "Push"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/build"] }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"]
    }
    error_message = "Those who push may push, and neither delete nor change settings."
  }

  assert {
    condition     = keys(aws_ecr_repository_policy.this) == ["api", "web"]
    error_message = "A repository without principals has no policy."
  }
}
