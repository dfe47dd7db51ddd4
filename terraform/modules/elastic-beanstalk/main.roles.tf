locals {
  assume_by_ec2 = {
    Version = "2012-10-17"
    # EC2 sends neither account nor ARN when an instance takes its role, so there is nothing that a condition could compare.
    Statement = [{
      Sid       = "AllowInstances"
      Effect    = "Allow"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
      Action    = "sts:AssumeRole"
    }]
  }

  assume_by_beanstalk = {
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowElasticBeanstalk"
      Effect    = "Allow"
      Principal = { Service = "elasticbeanstalk.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "sts:ExternalId" = "elasticbeanstalk" } }
    }]
  }

  # The bucket that Elastic Beanstalk makes for itself in each region; bundles are copied there for the instances.
  beanstalk_bucket_arn = "arn:${local.partition}:s3:::elasticbeanstalk-${local.region}-${local.account}"

  # Without the key inside of a JSON object, for which IAM has no word.
  secret_arns = distinct([for arn in values(var.environment_secrets) : join(":", slice(split(":", arn), 0, 7))])

  base_statements = [
    {
      Sid      = "ReadBundlesAndWriteLogs"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
      Resource = ["${local.beanstalk_bucket_arn}/resources/environments/*"]
    },
    {
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
      Resource = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/elasticbeanstalk/${var.name}/*"]
    },
    {
      Sid    = "ReportHealth"
      Effect = "Allow"
      Action = ["elasticbeanstalk:PutInstanceStatistics"]
      Resource = [
        "arn:${local.partition}:elasticbeanstalk:${local.region}:${local.account}:application/${var.name}",
        "arn:${local.partition}:elasticbeanstalk:${local.region}:${local.account}:environment/${var.name}/${var.name}",
      ]
    },
    {
      Sid      = "PullImage"
      Effect   = "Allow"
      Action   = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Resource = [var.image_repository_arn]
    },
    {
      Sid    = "LogInToRegistry"
      Effect = "Allow"
      Action = ["ecr:GetAuthorizationToken"]
      # ECR knows no resource for this action.
      Resource = ["*"]
    },
  ]

  secret_statements = [{
    Sid      = "ReadSecrets"
    Effect   = "Allow"
    Action   = ["secretsmanager:GetSecretValue"]
    Resource = local.secret_arns
  }]

  key_statements = length(var.secret_kms_key_arns) == 0 ? [] : [{
    Sid       = "DecryptSecrets"
    Effect    = "Allow"
    Action    = ["kms:Decrypt"]
    Resource  = values(var.secret_kms_key_arns)
    Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${local.region}.${data.aws_partition.current.dns_suffix}" } }
  }]

  caller_statements = [
    for name, entry in var.instance_statements : {
      Sid      = "Caller${name}"
      Effect   = "Allow"
      Action   = entry.actions
      Resource = entry.resources
    }
  ]

  # Both are AWS's own and documented for exactly this: health, and updates of the platform.
  service_policies = merge(
    { health = "arn:${local.partition}:iam::aws:policy/service-role/AWSElasticBeanstalkEnhancedHealth" },
    var.managed_updates.enabled ? { updates = "arn:${local.partition}:iam::aws:policy/AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy" } : {},
  )

  instance_policies = merge(
    { for name, arn in var.instance_policy_arns : "caller-${name}" => arn },
    var.session_manager ? { session-manager = "arn:${local.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore" } : {},
  )
}

resource "aws_iam_role" "instance" {
  name                 = "${var.name}-instance"
  description          = "Instances of the portal ${var.name}"
  assume_role_policy   = jsonencode(local.assume_by_ec2)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags
}

resource "aws_iam_role_policy" "instance" {
  name = "portal"
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.base_statements, local.caller_statements)
  })
}

# Apart from the others, so that these can be read in the plan when a secret or the database is made by the same apply.
resource "aws_iam_role_policy" "secrets" {
  count = length(var.environment_secrets) == 0 ? 0 : 1

  name = "secrets"
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.secret_statements, local.key_statements)
  })
}

resource "aws_iam_role_policy" "database" {
  count = local.database_count

  name = "database"
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadDatabasePassword"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue"]
      Resource = [local.database_secret_arn]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "instance" {
  for_each = local.instance_policies

  role       = aws_iam_role.instance.name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  name = "${var.name}-instance"
  role = aws_iam_role.instance.name
  tags = local.tags
}

resource "aws_iam_role" "service" {
  name                 = "${var.name}-service"
  description          = "Elastic Beanstalk for the portal ${var.name}"
  assume_role_policy   = jsonencode(local.assume_by_beanstalk)
  permissions_boundary = var.permissions_boundary_arn
  tags                 = local.tags
}

resource "aws_iam_role_policy_attachment" "service" {
  for_each = local.service_policies

  role       = aws_iam_role.service.name
  policy_arn = each.value
}
