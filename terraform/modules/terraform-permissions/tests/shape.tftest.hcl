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
  name = "planroom"
  runner = {
    plan_projects      = ["planroom-plan-1-11-4"]
    apply_projects     = ["planroom-apply-1-11-4"]
    plan_timeout       = 30
    apply_timeout      = 480
    artifact_bucket    = "planroom-artifacts"
    state_bucket       = "planroom-state"
    queue              = "planroom-builds"
    event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
    log_group          = "/aws/codebuild/planroom"
    kms_key_alias      = "alias/planroom-runner"
    image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
  }
}

run "roles_of_builds" {
  command = plan

  assert {
    condition     = { for phase, role in aws_iam_role.this : phase => role.name } == { apply = "planroom-apply", plan = "planroom-plan" }
    error_message = "Plans and applies have roles of their own."
  }

  assert {
    condition = jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement == [{
      Sid       = "Builds"
      Effect    = "Allow"
      Principal = { Service = "codebuild.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnEquals    = { "aws:SourceArn" = ["arn:aws:codebuild:eu-west-1:111122223333:project/planroom-plan-1-11-4"] }
      }
    }]
    error_message = "Only builds of the projects for plans run as the role of plans."
  }

  assert {
    condition     = { for phase, role in aws_iam_role.this : phase => role.max_session_duration } == { apply = 28800, plan = 3600 }
    error_message = "A session outlasts the build."
  }

  assert {
    condition     = alltrue([for role in values(aws_iam_role.this) : role.permissions_boundary == "arn:aws:iam::111122223333:policy/planroom-boundary"])
    error_message = "Both roles carry the boundary."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.build["plan"].policy).Statement : statement.Sid => statement.Resource if anytrue([for action in statement.Action : startswith(action, "s3:Put")]) } == {
      HandOverResults = ["arn:aws:s3:::planroom-artifacts/runs/*/plan/$${codebuild:buildArn}/*"]
      LockState       = ["arn:aws:s3:::planroom-state/*.tflock"]
      MarkBegun       = ["arn:aws:s3:::planroom-artifacts/runs/*/plan/started"]
    }
    error_message = "A plan writes its mark, its own results and locks, nothing else."
  }

  assert {
    condition = { for phase in ["apply", "plan"] : phase => one([for statement in jsondecode(aws_iam_role_policy.build[phase].policy).Statement : [statement.Action, statement.Resource, statement.Condition] if statement.Sid == "MarkBegun"]) } == {
      for phase in ["apply", "plan"] : phase => [["s3:PutObject"], ["arn:aws:s3:::planroom-artifacts/runs/*/${phase}/started"], { Null = { "s3:if-none-match" = "false" } }]
    }
    error_message = "A build marks the phase that it begins, of its own kind, and only where no mark is."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.build["apply"].policy).Statement : statement.Sid => [statement.Action, statement.Resource] if strcontains(statement.Sid, "State") && statement.Sid != "UseKeyForArtifactsAndState" } == {
      FindState         = [["s3:ListBucket"], ["arn:aws:s3:::planroom-state"]]
      ReadAndWriteState = [["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::planroom-state/*"]]
      LockState         = [["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::planroom-state/*.tflock"]]
    }
    error_message = "An apply writes state and deletes locks, never a state."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.build["apply"].policy).Statement : statement.Resource if statement.Sid == "ReadManifestAndBundle"]) == ["arn:aws:s3:::planroom-artifacts/runs/*/plan/*", "arn:aws:s3:::planroom-artifacts/runs/*/apply/*"]
    error_message = "An apply also reads what its plan handed over."
  }

  assert {
    condition = alltrue(flatten([
      for policy in values(aws_iam_role_policy.build) : [
        for statement in jsondecode(policy.policy).Statement : [
          for resource in flatten([statement.Resource]) : startswith(resource, "arn:aws:s3:::planroom-artifacts/runs/*/")
          if startswith(resource, "arn:aws:s3:::planroom-artifacts")
        ] if statement.Effect == "Allow"
      ]
    ]))
    error_message = "Of the artifacts a build reaches phases of runs only, and no log that the portal keeps."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.build["plan"].policy).Statement : statement.Condition if statement.Sid == "UseKeyForArtifactsAndState"]) == { "ForAnyValue:StringEquals" = { "kms:ResourceAliases" = ["alias/planroom-runner"] }, StringEquals = { "kms:ViaService" = ["dynamodb.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"] } }
    error_message = "The runner's key is known by its alias, and used through storage only."
  }

  assert {
    condition     = length(aws_iam_role.portal) == 0 && length(aws_iam_policy.sets) == 0 && length(aws_iam_role_policy.network) == 0 && length(aws_iam_role_policy.targets) == 0
    error_message = "What is not asked for is not allowed."
  }
}

run "portal" {
  command = plan

  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"], read_state = true }
  }

  assert {
    condition     = aws_iam_role.portal[0].permissions_boundary == null
    error_message = "What the boundary keeps from others, the portal may reach."
  }

  assert {
    condition     = jsondecode(aws_iam_role.portal[0].assume_role_policy).Statement[0].Principal == { AWS = ["arn:aws:iam::111122223333:role/instance"] }
    error_message = "Only the given machines act as the portal."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Sid => statement.Resource if statement.Effect == "Allow" } == {
      RunBuilds                  = ["arn:aws:codebuild:eu-west-1:111122223333:project/planroom-apply-1-11-4", "arn:aws:codebuild:eu-west-1:111122223333:project/planroom-plan-1-11-4"]
      ExchangeArtifacts          = ["arn:aws:s3:::planroom-artifacts/runs/*"]
      KeepLogs                   = ["arn:aws:s3:::planroom-artifacts/logs/*"]
      FindArtifacts              = ["arn:aws:s3:::planroom-artifacts"]
      SeeWhetherStateIsVersioned = ["arn:aws:s3:::planroom-state"]
      UseKeyForArtifacts         = ["arn:aws:kms:eu-west-1:111122223333:key/*"]
      ReadLogs                   = ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codebuild/planroom:*"]
      HearOfBuilds               = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds"]
      ReadState                  = ["arn:aws:s3:::planroom-state", "arn:aws:s3:::planroom-state/*"]
    }
    error_message = "The portal reaches the runner's parts and nothing else."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Action if statement.Sid == "ExchangeArtifacts"]) == ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
    error_message = "The portal removes the very version of a manifest, which holds secrets."
  }

  assert {
    condition = alltrue([
      for key in ["source.buildspec", "source.location", "environment.image", "environment.privilegedMode", "serviceRole", "encryptionKey", "logsConfig"] :
      contains([for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Condition if statement.Effect == "Deny"], { Null = { "codebuild:${key}" = "false" } })
    ])
    error_message = "The portal cannot turn a build into another one."
  }

  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Condition if startswith(statement.Sid, "DenyOther")] == [
      { "ForAnyValue:StringNotEquals" = { "codebuild:environment.environmentVariables.name" = "RUN_MANIFEST" } },
      { StringNotLike = { "codebuild:environment.environmentVariables/RUN_MANIFEST.value" = "s3://planroom-artifacts/runs/*" } },
    ]
    error_message = "A build is started with the address of a manifest and no other variable."
  }

  assert {
    condition     = length(aws_iam_role_policy.portal[0].policy) <= 10240 && length(distinct(jsondecode(aws_iam_role_policy.portal[0].policy).Statement[*].Sid)) == length(jsondecode(aws_iam_role_policy.portal[0].policy).Statement)
    error_message = "The policy is one that IAM takes."
  }
}

run "portal_without_state" {
  command = plan

  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"] }
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Sid => statement.Action if anytrue([for resource in statement.Resource : startswith(resource, "arn:aws:s3:::planroom-state")]) } == {
      SeeWhetherStateIsVersioned = ["s3:GetBucketVersioning"]
    }
    error_message = "Without being asked to, the portal sees no state."
  }
}

run "portal_that_keeps_states_in_s3" {
  command = plan

  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"], write_state = true }
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Sid => [statement.Action, statement.Resource] if anytrue([for resource in statement.Resource : startswith(resource, "arn:aws:s3:::planroom-state")]) } == {
      SeeWhetherStateIsVersioned = [["s3:GetBucketVersioning"], ["arn:aws:s3:::planroom-state"]]
      ReadState                  = [["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"], ["arn:aws:s3:::planroom-state", "arn:aws:s3:::planroom-state/*"]]
      PutState                   = [["s3:PutObject"], ["arn:aws:s3:::planroom-state/workspaces/*/terraform.tfstate"]]
      FreeLocks                  = [["s3:DeleteObject"], ["arn:aws:s3:::planroom-state/workspaces/*/terraform.tfstate.tflock"]]
    }
    error_message = "The portal puts states and frees locks of workspaces; it makes no lock and deletes no state."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Action if statement.Sid == "UseKeyForArtifacts"]) == ["kms:Decrypt", "kms:GenerateDataKey"]
    error_message = "States are encrypted with the runner's key, as artifacts are."
  }
}

run "portal_with_a_sealing_key" {
  command = plan

  variables {
    portal = { role_arns = ["arn:aws:iam::111122223333:role/instance"], sealing_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement if statement.Sid == "UseSealingKey"]) == {
      Sid       = "UseSealingKey"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
      Condition = { StringEquals = { "kms:EncryptionContext:planroom" = "sealing" } }
    }
    error_message = "The key wraps sealing keys and nothing else."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : [statement.Action, statement.Resource] if statement.Sid == "DenyProtected"]) == ["*", ["arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"]]
    error_message = "No build and no role that it makes comes near the sealing key."
  }
}

run "boundary" {
  command = plan

  variables {
    regions        = ["eu-west-1"]
    name_prefixes  = ["payments-"]
    protected_arns = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:portal-*"]
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement if statement.Sid == "DenyRolesWithoutBoundary"]) == {
      Sid       = "DenyRolesWithoutBoundary"
      Effect    = "Deny"
      Action    = ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"]
      Resource  = "*"
      Condition = { StringNotEquals = { "iam:PermissionsBoundary" = "arn:aws:iam::111122223333:policy/planroom-boundary" } }
    }
    error_message = "No role can be made or strengthened without the boundary."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Resource if statement.Sid == "DenyOwnRolesAndPolicies"]) == ["arn:aws:iam::111122223333:role/planroom-apply", "arn:aws:iam::111122223333:role/planroom-plan", "arn:aws:iam::111122223333:role/planroom-portal", "arn:aws:iam::111122223333:policy/planroom-*"]
    error_message = "The own roles and policies are out of reach."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Condition if statement.Sid == "DenyStorageToOthers"]) == { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/planroom-apply", "arn:aws:iam::111122223333:role/planroom-plan"] } }
    error_message = "A role that an apply makes cannot read state."
  }

  assert {
    condition = [for sid in ["CeilingForOwnRoles", "DenyOwnRolesAndPolicies"] : [for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : [statement.Effect, try(statement.Action, statement.NotAction)] if statement.Sid == sid]] == [
      [["Allow", ["iam:SimulatePrincipalPolicy"]]],
      [["Deny", ["iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"]]],
    ]
    error_message = "The own roles can be looked at, and simulated."
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement if statement.Sid == "DenyBecomingOthers"]) == {
      Sid         = "DenyBecomingOthers"
      Effect      = "Deny"
      Action      = "sts:AssumeRole"
      NotResource = ["arn:aws:iam::111122223333:role/planroom-apply", "arn:aws:iam::111122223333:role/planroom-plan", "arn:aws:iam::111122223333:role/planroom-portal", "arn:aws:iam::*:role/payments-*"]
      Condition   = { ArnNotEquals = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/planroom-apply", "arn:aws:iam::111122223333:role/planroom-plan"] } }
    }
    error_message = "A role that an apply makes becomes no other role than one of the same prefix."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Resource if statement.Sid == "DenyProtected"]) == ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:portal-*"]
    error_message = "What is protected is out of reach."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Condition if statement.Sid == "DenyOtherRegions"]) == { StringNotEquals = { "aws:RequestedRegion" = ["eu-west-1"] } }
    error_message = "Nothing is made in other regions."
  }

  assert {
    condition     = toset([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : statement.Sid if startswith(statement.Sid, "DenyChanges")]) == toset(["DenyChangesOfAlias", "DenyChangesOfKey", "DenyChangesOfLogs", "DenyChangesOfRunner", "DenyChangesOfStorage"])
    error_message = "The runner's parts are out of reach."
  }

  assert {
    condition     = flatten([for statement in jsondecode(aws_iam_policy.boundary.policy).Statement : [for action in try(statement.Action, []) : action if strcontains(action, "User") || strcontains(action, "Group") || strcontains(action, "CreatePolicy")] if statement.Effect == "Allow"]) == []
    error_message = "Users, groups and shared policies are no business of builds."
  }
}

run "permission_sets" {
  command = plan

  variables {
    permission_sets = ["aws-s3-bucket", "aws-iam-role", "aws-vm", "dynamodb"]
    name_prefixes   = ["payments-", "orders-"]
    required_tag    = { key = "owner", value = "portal" }
    custom_permission_sets = {
      dynamodb = {
        plan  = { ReadTables = { actions = ["dynamodb:Describe*"], resources = ["arn:{partition}:dynamodb:{region}:{account}:table/{prefix}*"] } }
        apply = { MakeTables = { actions = ["dynamodb:CreateTable"], resources = ["arn:{partition}:dynamodb:{region}:{account}:table/{prefix}*"], conditions = { StringEquals = { "aws:RequestTag/{tag_key}" = ["{tag_value}"] } } } }
      }
      unused = {}
    }
  }

  assert {
    condition     = keys(aws_iam_policy.sets) == ["apply-aws-s3-bucket", "apply-aws-vm", "apply-dynamodb", "apply-keys", "apply-network", "apply-roles", "plan-aws-s3-bucket", "plan-aws-vm", "plan-dynamodb", "plan-keys", "plan-network", "plan-roles"]
    error_message = "The chosen sets, and what they share once."
  }

  assert {
    condition     = { for name, attachment in aws_iam_role_policy_attachment.sets : name => attachment.role } == { for name in keys(aws_iam_policy.sets) : name => startswith(name, "plan-") ? "planroom-plan" : "planroom-apply" }
    error_message = "Each policy is the role's of its phase."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.sets["plan-aws-s3-bucket"].policy).Statement[*].Sid == ["ReadBuckets"] && jsondecode(aws_iam_policy.sets["apply-aws-s3-bucket"].policy).Statement[*].Sid == ["EmptyBuckets", "ManageBuckets", "ReadBuckets"]
    error_message = "A plan reads, an apply may change beside that."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.sets["plan-aws-s3-bucket"].policy).Statement[0].Resource == ["arn:aws:s3:::payments-*", "arn:aws:s3:::orders-*"]
    error_message = "Names begin with one of the prefixes."
  }

  assert {
    condition = jsondecode(aws_iam_policy.sets["apply-dynamodb"].policy).Statement[0] == {
      Sid       = "MakeTables"
      Effect    = "Allow"
      Action    = ["dynamodb:CreateTable"]
      Resource  = ["arn:aws:dynamodb:eu-west-1:111122223333:table/payments-*", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders-*"]
      Condition = { StringEquals = { "aws:RequestTag/owner" = ["portal"] } }
    }
    error_message = "A set of your own is written like the others."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.sets["apply-aws-vm"].policy).Statement : statement.Condition if statement.Sid == "ManageInstances"]) == { StringEquals = { "aws:ResourceTag/owner" = ["portal"] } }
    error_message = "Machines are known by the tag."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_policy.sets["apply-roles"].policy).Statement : statement.Condition if statement.Sid == "GiveRolesPermissions"]) == { StringEquals = { "iam:PermissionsBoundary" = ["arn:aws:iam::111122223333:policy/planroom-boundary"] } }
    error_message = "Roles are made with the boundary only."
  }
}

run "all_sets_of_the_library" {
  command = plan

  variables {
    permission_sets = ["aws-documentdb", "aws-ecr", "aws-eks", "aws-iam-role", "aws-kms-key", "aws-mq-rabbitmq", "aws-rds-postgres", "aws-s3-bucket", "aws-secret", "aws-sqs-sns", "aws-vm", "aws-vpc"]
    name_prefixes   = ["payments-"]

    managed_policy_quota = 20
  }

  assert {
    condition = flatten([
      for name, policy in aws_iam_policy.sets : [
        for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : "${name} ${action}" if endswith(action, "*") && !can(regex(":(Describe|Get|List)[*]$", action))]
      ]
    ]) == []
    error_message = "Actions are named in full, but for families that read."
  }

  assert {
    condition = flatten([
      for name, policy in aws_iam_policy.sets : [
        for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : action if !can(regex(":(BatchGet|Describe|Get|List)", action))]
      ] if startswith(name, "plan-")
    ]) == ["kms:Decrypt"]
    error_message = "Plans only read, and decrypt secrets that they read."
  }

  assert {
    condition     = !anytrue([for policy in values(aws_iam_policy.sets) : strcontains(policy.policy, "{") && can(regex("[{][a-z_]+[}]", policy.policy))])
    error_message = "No placeholder is left."
  }

  assert {
    condition = toset(flatten([
      for name, policy in aws_iam_policy.sets : [
        for statement in jsondecode(policy.policy).Statement : statement.Action if contains(statement.Resource, "*")
      ]
      ])) == toset([
      "ec2:Describe*", "eks:CreateCluster", "eks:DescribeAddonVersions", "kms:CreateKey", "kms:ListAliases", "logs:DescribeLogGroups", "mq:CreateBroker", "mq:CreateConfiguration",
    ])
    error_message = "All resources are given only where AWS knows no others."
  }
}

run "network_targets_and_given_key" {
  command = plan

  variables {
    portal  = { role_arns = ["arn:aws:iam::111122223333:role/instance"] }
    network = { subnet_ids = ["subnet-0a1b2c3d4e5f67890"] }
    tags    = { team = "platform" }
    targets = {
      payments-dev = {
        plan_role_arn  = "arn:aws:iam::444455556666:role/planroom-plan"
        apply_role_arn = "arn:aws:iam::444455556666:role/planroom-apply"
        external_id    = "0123456789abcdef"
      }
    }
    runner = {
      plan_projects      = ["planroom-plan-1-11-4"]
      apply_projects     = ["planroom-apply-1-11-4"]
      plan_timeout       = 30
      apply_timeout      = 480
      artifact_bucket    = "planroom-artifacts"
      state_bucket       = "planroom-state"
      lock_table         = "planroom-state-locks"
      queue              = "planroom-builds"
      event_arns         = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds", "arn:aws:events:eu-west-1:111122223333:rule/planroom-builds"]
      log_group          = "/aws/codebuild/planroom"
      kms_key_arn        = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      image_repositories = ["arn:aws:ecr:eu-west-1:111122223333:repository/planroom/runner"]
    }
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.targets["plan"].policy).Statement[0] == {
      Sid       = "EnterPaymentsDev"
      Effect    = "Allow"
      Action    = ["sts:AssumeRole"]
      Resource  = ["arn:aws:iam::444455556666:role/planroom-plan"]
      Condition = { StringEquals = { "sts:ExternalId" = "0123456789abcdef" } }
    }
    error_message = "A plan enters another account as its role of plans, with the external id."
  }

  assert {
    condition = aws_iam_role_policy_attachment.portal_targets[0].role == "planroom-portal" && jsondecode(aws_iam_policy.portal_targets[0].policy).Statement == [
      {
        Sid       = "EnterPaymentsDev"
        Effect    = "Allow"
        Action    = ["sts:AssumeRole"]
        Resource  = ["arn:aws:iam::444455556666:role/planroom-apply", "arn:aws:iam::444455556666:role/planroom-plan"]
        Condition = { StringLike = { "sts:ExternalId" = ["0123456789abcdef", "not-*"] } }
      },
      {
        Sid      = "SayWhoAndWhatInTargets"
        Effect   = "Allow"
        Action   = ["sts:SetSourceIdentity", "sts:TagSession"]
        Resource = ["arn:aws:iam::444455556666:role/planroom-apply", "arn:aws:iam::444455556666:role/planroom-plan"]
      },
    ]
    error_message = "The portal enters as both roles, with the external id or, in a test, a wrong one."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.network["apply"].policy).Statement : statement.Condition if statement.Sid == "LendInterfaceToCodeBuild"]) == { ArnEquals = { "ec2:Subnet" = ["arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-0a1b2c3d4e5f67890"] }, StringEquals = { "ec2:AuthorizedService" = "codebuild.amazonaws.com" } }
    error_message = "Interfaces are lent to CodeBuild in the given subnets only."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.build["plan"].policy).Statement : statement.Resource if statement.Sid == "UseKeyForArtifactsAndState"]) == [var.runner.kms_key_arn] && one([for statement in jsondecode(aws_iam_role_policy.build["plan"].policy).Statement : statement.Resource if statement.Sid == "LockStateInTable"]) == ["arn:aws:dynamodb:eu-west-1:111122223333:table/planroom-state-locks"]
    error_message = "The given key and the table are named exactly."
  }

  assert {
    condition     = aws_iam_role.this["plan"].tags == tomap({ team = "platform" }) && aws_iam_policy.boundary.tags == tomap({ team = "platform" })
    error_message = "The tags are as given."
  }
}

run "ten_targets" {
  command = plan

  variables {
    name    = "planroom-production"
    network = { subnet_ids = ["subnet-0a1b2c3d4e5f67890"] }
    portal  = { role_arns = ["arn:aws:iam::111122223333:role/instance"], write_state = true, sealing_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
    targets = {
      for letter in split("", "abcdefghij") : "payments-${letter}" => {
        plan_role_arn  = "arn:aws:iam::444455556666:role/planroom-payments-${letter}-plan"
        apply_role_arn = "arn:aws:iam::444455556666:role/planroom-payments-${letter}-apply"
        external_id    = "7c1f0f0e-6a2f-4a52-9d0c-2f6c1d8f3b11"
      }
    }
  }

  assert {
    condition     = [for policy in [aws_iam_policy.portal_targets[0], aws_iam_role_policy.targets["apply"]] : length([for statement in jsondecode(policy.policy).Statement : statement if startswith(statement.Sid, "EnterPayments")])] == [10, 10]
    error_message = "There is room for ten other accounts."
  }

  assert {
    condition     = length(aws_iam_role_policy.portal[0].policy) <= 10240 && length(distinct(jsondecode(aws_iam_role_policy.portal[0].policy).Statement[*].Sid)) == length(jsondecode(aws_iam_role_policy.portal[0].policy).Statement)
    error_message = "With everything that it may be given, the portal's policy is one that IAM takes."
  }
}

run "target" {
  command = plan

  variables {
    role            = "target"
    runner          = null
    permission_sets = ["aws-s3-bucket"]
    name_prefixes   = ["payments-"]
    trusted = {
      plan_role_arn  = "arn:aws:iam::999988887777:role/planroom-plan"
      apply_role_arn = "arn:aws:iam::999988887777:role/planroom-apply"
      external_id    = "0123456789abcdef"
    }
  }

  assert {
    condition = jsondecode(aws_iam_role.this["apply"].assume_role_policy).Statement == [
      {
        Sid       = "BuildsOfRunner"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::999988887777:role/planroom-apply"] }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "sts:ExternalId" = "0123456789abcdef" } }
      },
      {
        Sid       = "WhoAndWhat"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::999988887777:role/planroom-apply"] }
        Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
      },
    ]
    error_message = "Exactly one role of the runner enters as the role of applies, with the external id."
  }

  assert {
    condition = { for phase, look in aws_iam_role_policy.look : look.role => jsondecode(look.policy).Statement } == {
      for phase in ["apply", "plan"] : "planroom-${phase}" => [{
        Sid      = "SeeOwnRoles"
        Effect   = "Allow"
        Action   = ["iam:GetRole", "iam:SimulatePrincipalPolicy"]
        Resource = ["arn:aws:iam::111122223333:role/planroom-apply", "arn:aws:iam::111122223333:role/planroom-plan"]
      }]
    }
    error_message = "Each role sees what the two of them may do, and no other."
  }

  assert {
    condition     = length(aws_iam_role_policy.build) == 0 && keys(aws_iam_policy.sets) == ["apply-aws-s3-bucket", "plan-aws-s3-bucket"] && aws_iam_role.this["plan"].max_session_duration == 3600
    error_message = "A target account has permission sets and nothing of a runner."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.boundary.policy).Statement[*].Sid == ["CeilingNotGrant", "CeilingForIdentities", "CeilingForOwnRoles", "CeilingForRoles", "DenyRolesWithoutBoundary", "DenyOwnRolesAndPolicies", "DenyBecomingOthers"]
    error_message = "The boundary protects what is there."
  }
}

run "target_that_the_portal_enters" {
  command = plan

  variables {
    role   = "target"
    runner = null
    trusted = {
      plan_role_arn    = "arn:aws:iam::999988887777:role/planroom-plan"
      apply_role_arn   = "arn:aws:iam::999988887777:role/planroom-apply"
      external_id      = "0123456789abcdef"
      portal_role_arns = ["arn:aws:iam::999988887777:role/planroom-portal", "arn:aws:iam::999988887777:role/instance"]
    }
  }

  assert {
    condition = alltrue([
      for phase in ["plan", "apply"] : [for statement in jsondecode(aws_iam_role.this[phase].assume_role_policy).Statement : statement if strcontains(statement.Sid, "Portal")] == [
        {
          Sid       = "Portal"
          Effect    = "Allow"
          Principal = { AWS = ["arn:aws:iam::999988887777:role/instance", "arn:aws:iam::999988887777:role/planroom-portal"] }
          Action    = "sts:AssumeRole"
          Condition = { StringEquals = { "sts:ExternalId" = "0123456789abcdef" } }
        },
        {
          Sid       = "WhoAndWhatOfPortal"
          Effect    = "Allow"
          Principal = { AWS = ["arn:aws:iam::999988887777:role/instance", "arn:aws:iam::999988887777:role/planroom-portal"] }
          Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
        },
      ]
    ])
    error_message = "The portal enters as both roles, with the same external id and saying who asked."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement : statement.Principal if statement.Sid == "BuildsOfRunner"] == [{ AWS = ["arn:aws:iam::999988887777:role/planroom-plan"] }]
    error_message = "Builds come as before, each as the role of its phase."
  }
}
