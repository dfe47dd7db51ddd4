# Local to the provider: asks nothing of AWS.
data "aws_region" "current" {}

locals {
  characters = join("", [
    try(var.generate.exclude_lowercase, false) ? "" : "abcdefghijklmnopqrstuvwxyz",
    try(var.generate.exclude_uppercase, false) ? "" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    try(var.generate.exclude_numbers, false) ? "" : "0123456789",
    try(var.generate.exclude_punctuation, true) ? "" : "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  ])
  alphabet = [for character in split("", local.characters) : character if !strcontains(try(var.generate.exclude_characters, ""), character)]
  length   = try(var.generate.length, 0)

  # uuid() draws from the system's random numbers, and only while applying: a plan has nothing to show, and what is drawn goes into a
  # write-only argument, which no state keeps. The ephemeral resource of the provider would do the same, but Terraform cannot mock it, so
  # that no configuration with this module could be tested without AWS, and it asks AWS anew with every plan.
  # Four of them have as many random bits as the hash, and a hash has enough for sixteen characters.
  random = join("", [for block in range(ceil(local.length / 16)) : sha512(join("", [for part in range(4) : uuid()]))])
  generated = sensitive(join("", [
    for index in range(local.length) : local.alphabet[parseint(substr(local.random, 8 * index, 8), 16) % length(local.alphabet)]
  ]))

  # In a secret's policy, "*" is the secret itself: its ARN ends with characters that AWS adds.
  statements = concat(
    [{
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:*"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }],
    [for readers in [sort(var.readers)] : {
      Sid       = "Read"
      Effect    = "Allow"
      Principal = { AWS = readers }
      Action    = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
      Resource  = "*"
    } if length(var.readers) > 0],
  )
}

resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  description             = var.description
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_window_days
  tags                    = merge(var.tags, { Name = var.name })

  dynamic "replica" {
    for_each = var.replicas

    content {
      region     = replica.key
      kms_key_id = replica.value.kms_key_arn
    }
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  secret_arn          = aws_secretsmanager_secret.this.arn
  block_public_policy = true
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.statements
  })
}

resource "aws_secretsmanager_secret_version" "this" {
  count = var.value_version == null ? 0 : 1

  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = var.generate == null ? var.value : local.generated
  secret_string_wo_version = var.value_version

  # Nothing is put into a secret that is not guarded yet.
  depends_on = [aws_secretsmanager_secret_policy.this]

  lifecycle {
    precondition {
      condition     = var.generate == null || length(local.alphabet) >= 10
      error_message = "A generated value needs at least ten different characters to be made of: exclude fewer."
    }
  }
}
