module "storage" {
  source = "../.."

  name                = "planroomexdefault"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  tags                = { team = "payments", environment = "dev" }
}

output "blob_endpoint" {
  value = module.storage.blob_endpoint
}
