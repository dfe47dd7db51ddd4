# What builds need beside permission sets: their manifest and results, state, logs, image and key.
locals {
  runner = local.in_runner ? {
    projects   = { plan = var.runner.plan_projects, apply = var.runner.apply_projects }
    artifacts  = "arn:${local.partition}:s3:::${var.runner.artifact_bucket}"
    state      = "arn:${local.partition}:s3:::${var.runner.state_bucket}"
    queue      = "arn:${local.partition}:sqs:${local.region}:${local.account_id}:${var.runner.queue}"
    log_group  = "arn:${local.partition}:logs:${local.region}:${local.account_id}:log-group:${var.runner.log_group}"
    lock_table = var.runner.lock_table == null ? null : "arn:${local.partition}:dynamodb:${local.region}:${local.account_id}:table/${var.runner.lock_table}"
    kms_key    = coalesce(var.runner.kms_key_arn, "arn:${local.partition}:kms:${local.region}:${local.account_id}:key/*")
  } : null

  project_arns = {
    for phase, names in try(local.runner.projects, {}) : phase => [for name in names : "arn:${local.partition}:codebuild:${local.region}:${local.account_id}:project/${name}"]
  }

  # A key that the runner made is known by its alias, since its id is not known before.
  kms_condition = local.in_runner && try(var.runner.kms_key_alias, null) != null ? {
    "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = [var.runner.kms_key_alias] }
  } : {}

  build_statements = {
    for phase in keys(local.project_arns) : phase => concat(
      [
        # What a run is about, which nobody can list; an apply reads what its plan handed over.
        {
          Sid      = "ReadManifestAndBundle"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:GetObjectVersion"]
          Resource = [for folder in distinct(["plan", phase]) : "${local.runner.artifacts}/runs/*/${folder}/*"]
        },
        # The variable is the ARN of the running build: no build can write what another one hands over.
        {
          Sid      = "HandOverResults"
          Effect   = "Allow"
          Action   = ["s3:AbortMultipartUpload", "s3:PutObject"]
          Resource = ["${local.runner.artifacts}/runs/*/${phase}/$${codebuild:buildArn}/*"]
        },
        # Made before anything else: the proof that the phase was begun, which at most one build may have. The condition is true for a write
        # that fails when something is there; without it a build could write over another one's mark and run the phase a second time.
        {
          Sid       = "MarkBegun"
          Effect    = "Allow"
          Action    = ["s3:PutObject"]
          Resource  = ["${local.runner.artifacts}/runs/*/${phase}/started"]
          Condition = { Null = { "s3:if-none-match" = "false" } }
        },
        {
          Sid      = "FindState"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = [local.runner.state]
        },
        {
          Sid      = phase == "plan" ? "ReadState" : "ReadAndWriteState"
          Effect   = "Allow"
          Action   = concat(["s3:GetObject"], phase == "plan" ? [] : ["s3:PutObject"])
          Resource = ["${local.runner.state}/*"]
        },
        # Only locks are deleted, never a state.
        {
          Sid      = "LockState"
          Effect   = "Allow"
          Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
          Resource = ["${local.runner.state}/*.tflock"]
        },
        {
          Sid      = "UseKeyForArtifactsAndState"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = [local.runner.kms_key]
          Condition = merge(local.kms_condition, {
            StringEquals = { "kms:ViaService" = ["dynamodb.${local.region}.${local.dns_suffix}", "s3.${local.region}.${local.dns_suffix}"] }
          })
        },
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = [local.runner.log_group, "${local.runner.log_group}:*"]
        },
        {
          Sid      = "PullImages"
          Effect   = "Allow"
          Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
          Resource = var.runner.image_repositories
        },
        # Signing in to a registry cannot be limited to a resource.
        {
          Sid      = "SignInToRegistry"
          Effect   = "Allow"
          Action   = ["ecr:GetAuthorizationToken"]
          Resource = ["*"]
        },
        # Whoever may start a build could otherwise ask for a shell in it.
        {
          Sid      = "DenyShell"
          Effect   = "Deny"
          Action   = ["ssmmessages:*"]
          Resource = ["*"]
        },
      ],
      [
        for arn in compact([local.runner.lock_table]) : {
          Sid      = "LockStateInTable"
          Effect   = "Allow"
          Action   = ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"]
          Resource = [arn]
        }
      ],
    )
  }

  target_sids = { for name in keys(var.targets) : name => replace(title(replace(name, "-", " ")), " ", "") }

  target_statements = {
    for phase in keys(local.role_arns) : phase => flatten([
      for name, target in var.targets : [
        {
          Sid       = "Enter${local.target_sids[name]}"
          Effect    = "Allow"
          Action    = ["sts:AssumeRole"]
          Resource  = [target["${phase}_role_arn"]]
          Condition = { StringEquals = { "sts:ExternalId" = target.external_id } }
        },
        {
          Sid      = "SayWhoAndWhatIn${local.target_sids[name]}"
          Effect   = "Allow"
          Action   = ["sts:SetSourceIdentity", "sts:TagSession"]
          Resource = [target["${phase}_role_arn"]]
        },
      ]
    ])
  }
}

resource "aws_iam_role_policy" "build" {
  for_each = local.project_arns

  name   = "build"
  role   = aws_iam_role.this[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.build_statements[each.key] })
}

resource "aws_iam_role_policy" "targets" {
  for_each = length(var.targets) > 0 ? local.role_arns : {}

  name   = "targets"
  role   = aws_iam_role.this[each.key].name
  policy = jsonencode({ Version = "2012-10-17", Statement = local.target_statements[each.key] })

  lifecycle {
    precondition {
      condition = sum([
        for policy in [
          aws_iam_role_policy.build[each.key].policy,
          try(aws_iam_role_policy.network[each.key].policy, ""),
          jsonencode({ Version = "2012-10-17", Statement = local.target_statements[each.key] }),
        ] : length(policy)
      ]) <= 10240
      error_message = "The policies of a role of builds have at most 10240 characters together: name fewer targets, or give some of them a runner of their own."
    }
  }
}

# CodeBuild connects a build to the network as the build's role.
resource "aws_iam_role_policy" "network" {
  for_each = var.network != null ? local.role_arns : {}

  name = "network"
  role = aws_iam_role.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # Reading in EC2 cannot be limited to a resource.
      {
        Sid      = "FindNetwork"
        Effect   = "Allow"
        Action   = ["ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"]
        Resource = ["*"]
      },
      {
        Sid    = "MakeInterface"
        Effect = "Allow"
        Action = ["ec2:CreateNetworkInterface"]
        Resource = concat(
          [for type in ["network-interface", "security-group"] : "arn:${local.partition}:ec2:${local.region}:${local.account_id}:${type}/*"],
          local.network_subnet_arns,
        )
      },
      {
        Sid       = "RemoveInterface"
        Effect    = "Allow"
        Action    = ["ec2:DeleteNetworkInterface"]
        Resource  = ["arn:${local.partition}:ec2:${local.region}:${local.account_id}:network-interface/*"]
        Condition = { ArnEquals = { "ec2:Subnet" = local.network_subnet_arns } }
      },
      {
        Sid      = "LendInterfaceToCodeBuild"
        Effect   = "Allow"
        Action   = ["ec2:CreateNetworkInterfacePermission"]
        Resource = ["arn:${local.partition}:ec2:${local.region}:${local.account_id}:network-interface/*"]
        Condition = {
          ArnEquals    = { "ec2:Subnet" = local.network_subnet_arns }
          StringEquals = { "ec2:AuthorizedService" = "codebuild.amazonaws.com" }
        }
      },
    ]
  })
}

locals {
  network_subnet_arns = [for id in try(var.network.subnet_ids, []) : "arn:${local.partition}:ec2:${local.region}:${local.account_id}:subnet/${id}"]
}
