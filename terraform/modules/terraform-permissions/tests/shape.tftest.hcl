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
    }
    error_message = "A plan writes its own results and locks, nothing else."
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
    condition     = jsondecode(aws_iam_role.portal[0].assume_role_policy).Statement[0].Principal == { AWS = ["arn:aws:iam::111122223333:role/instance"] }
    error_message = "Only the given machines act as the portal."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.portal[0].policy).Statement : statement.Sid => statement.Resource if statement.Effect == "Allow" } == {
      RunBuilds          = ["arn:aws:codebuild:eu-west-1:111122223333:project/planroom-apply-1-11-4", "arn:aws:codebuild:eu-west-1:111122223333:project/planroom-plan-1-11-4"]
      ExchangeArtifacts  = ["arn:aws:s3:::planroom-artifacts/runs/*"]
      FindArtifacts      = ["arn:aws:s3:::planroom-artifacts"]
      UseKeyForArtifacts = ["arn:aws:kms:eu-west-1:111122223333:key/*"]
      ReadLogs           = ["arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codebuild/planroom:*"]
      HearOfBuilds       = ["arn:aws:sqs:eu-west-1:111122223333:planroom-builds"]
      ReadState          = ["arn:aws:s3:::planroom-state", "arn:aws:s3:::planroom-state/*"]
    }
    error_message = "The portal reaches the runner's parts and nothing else."
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
        Principal = { AWS = "arn:aws:iam::999988887777:role/planroom-apply" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "sts:ExternalId" = "0123456789abcdef" } }
      },
      {
        Sid       = "WhoAndWhat"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::999988887777:role/planroom-apply" }
        Action    = ["sts:SetSourceIdentity", "sts:TagSession"]
      },
    ]
    error_message = "Exactly one role of the runner enters as the role of applies, with the external id."
  }

  assert {
    condition     = length(aws_iam_role_policy.build) == 0 && keys(aws_iam_policy.sets) == ["apply-aws-s3-bucket", "plan-aws-s3-bucket"] && aws_iam_role.this["plan"].max_session_duration == 3600
    error_message = "A target account has permission sets and nothing of a runner."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.boundary.policy).Statement[*].Sid == ["CeilingNotGrant", "CeilingForIdentities", "CeilingForRoles", "DenyRolesWithoutBoundary", "DenyOwnRolesAndPolicies", "DenyBecomingOthers"]
    error_message = "The boundary protects what is there."
  }
}
