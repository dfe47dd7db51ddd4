module "storage" {
  source = "../.."

  name                = "planroomexaccess"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  containers          = ["receipts", "reports"]

  allowed_subnets = {
    services = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network-dev/providers/Microsoft.Network/virtualNetworks/dev/subnets/services"
  }

  allowed_ips = {
    office = "203.0.113.0/24"
  }

  access = {
    producer = {
      preset         = "write"
      principals     = ["aaaaaaaa-0000-0000-0000-000000000001"]
      principal_type = "ServicePrincipal"
      container      = "receipts"
    }
    reports = {
      preset         = "read"
      principals     = ["aaaaaaaa-0000-0000-0000-000000000002"]
      principal_type = "ServicePrincipal"
      container      = "receipts"
    }
    operators = {
      preset         = "list"
      principals     = ["aaaaaaaa-0000-0000-0000-000000000003"]
      principal_type = "Group"
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "container_ids" {
  value = module.storage.container_ids
}
