# What plans may read and applies may make. A set is a file: statements by their names, for plans and, beside those, for applies.
locals {
  sets_folder = "${path.module}/permission_sets"
  own_sets    = [for name in var.permission_sets : name if !contains(keys(var.custom_permission_sets), name)]

  # Of a set for a module, parts are shared with others.
  shared_sets = distinct(flatten([for name in local.own_sets : try(jsondecode(file("${local.sets_folder}/${name}.json")).includes, [])]))

  set_documents = merge(
    { for name in local.own_sets : name => file("${local.sets_folder}/${name}.json") },
    { for name in local.shared_sets : name => file("${local.sets_folder}/shared/${name}.json") },
    { for name in var.permission_sets : name => jsonencode(var.custom_permission_sets[name]) if contains(keys(var.custom_permission_sets), name) },
  )

  placeholders = {
    "{partition}"  = local.partition
    "{dns_suffix}" = local.dns_suffix
    "{region}"     = local.region
    "{account}"    = local.account_id
    "{boundary}"   = local.boundary_arn
    "{tag_key}"    = var.required_tag.key
    "{tag_value}"  = var.required_tag.value
  }

  # Each part of the text between placeholders stays, each placeholder becomes what it stands for.
  sets = {
    for name, document in local.set_documents : name => jsondecode(join("", [
      for part in flatten(regexall("[{][a-z_]+[}]|[^{]+|[{]", document)) : lookup(local.placeholders, part, part)
    ]))
  }

  set_policies = merge([
    for phase in keys(local.role_arns) : {
      for name, set in local.sets : "${phase}-${name}" => {
        phase = phase
        statements = [
          for sid, statement in { plan = set.plan, apply = merge(set.plan, set.apply) }[phase] : merge(
            {
              Sid      = sid
              Effect   = "Allow"
              Action   = statement.actions
              Resource = distinct(flatten([for resource in statement.resources : [for prefix in var.name_prefixes : replace(resource, "{prefix}", prefix)]]))
            },
            { for key, conditions in { Condition = try(statement.conditions, {}) } : key => conditions if length(conditions) > 0 },
          )
        ]
      }
    }
  ]...)
}

resource "aws_iam_policy" "sets" {
  for_each = { for name, policy in local.set_policies : name => policy if length(policy.statements) > 0 }

  name        = "${var.name}-${each.key}"
  description = "What Terraform ${each.value.phase == "plan" ? "plans may read" : "applies may do"}: ${trimprefix(each.key, "${each.value.phase}-")}"
  policy      = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
  tags        = var.tags

  lifecycle {
    precondition {
      condition     = length(jsonencode({ Version = "2012-10-17", Statement = each.value.statements })) <= 6144
      error_message = "The policy of a permission set has at most 6144 characters: give fewer or shorter name_prefixes."
    }
  }
}

resource "aws_iam_role_policy_attachment" "sets" {
  for_each = aws_iam_policy.sets

  role       = aws_iam_role.this[local.set_policies[each.key].phase].name
  policy_arn = "${local.iam}:policy/${each.value.name}"
}
