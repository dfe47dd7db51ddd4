locals {
  domain = "${var.name}.sandbox.example"

  sizes = {
    small  = { cpu = 1, memory_gib = 2, storage_gib = 20 }
    medium = { cpu = 2, memory_gib = 4, storage_gib = 50 }
    large  = { cpu = 4, memory_gib = 16, storage_gib = 200 }
  }
  size = local.sizes[var.size]

  # One entry per replica of each component: "web-1", "web-2", "worker-1".
  instances = merge([
    for component in keys(var.components) : {
      for number in range(1, var.replicas + 1) : "${component}-${number}" => { component = component, number = number }
    }
  ]...)
}

resource "terraform_data" "network" {
  input = {
    name            = "${var.name}-network"
    cidr            = "10.20.0.0/16"
    public_subnet   = cidrsubnet("10.20.0.0/16", 8, 0)
    private_subnet  = cidrsubnet("10.20.0.0/16", 8, 10)
    database_subnet = cidrsubnet("10.20.0.0/16", 8, 20)
  }
}

resource "terraform_data" "database" {
  input = {
    name           = "${var.name}-database"
    engine         = "postgresql"
    engine_version = var.engine_version
    host           = "database.${local.domain}"
    network        = terraform_data.network.id
    subnet         = terraform_data.network.output.database_subnet
    cpu            = local.size.cpu
    memory_gib     = local.size.memory_gib
    storage_gib    = local.size.storage_gib
  }

  # An engine cannot be changed in place: a new version is a new database.
  triggers_replace = [var.engine_version]
}

resource "terraform_data" "credentials" {
  input = {
    name      = "${var.name}-credentials"
    api_token = var.api_token
  }
}

resource "terraform_data" "app" {
  for_each = var.components

  input = {
    name        = "${var.name}-${each.key}"
    port        = each.value.port
    public      = each.value.public
    replicas    = var.replicas
    network     = terraform_data.network.id
    subnet      = each.value.public ? terraform_data.network.output.public_subnet : terraform_data.network.output.private_subnet
    database    = terraform_data.database.output.host
    credentials = terraform_data.credentials.id
    url         = each.value.public ? "https://${each.key}.${local.domain}" : "http://${each.key}.${var.name}.internal:${each.value.port}"
  }
}

resource "terraform_data" "instance" {
  for_each = local.instances

  input = {
    name       = "${var.name}-${each.key}"
    app        = terraform_data.app[each.value.component].id
    number     = each.value.number
    cpu        = local.size.cpu
    memory_gib = local.size.memory_gib
  }
}

resource "terraform_data" "release" {
  input = {
    name      = "${var.name}-release"
    host      = local.domain
    database  = terraform_data.database.id
    apps      = { for name, app in terraform_data.app : name => app.id }
    instances = sort(keys(terraform_data.instance))
  }
}

check "reachable" {
  assert {
    condition     = anytrue([for component in values(var.components) : component.public])
    error_message = "No component is public, so nothing answers at the endpoint of ${var.name}."
  }
}
