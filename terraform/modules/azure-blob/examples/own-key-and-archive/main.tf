module "storage" {
  source = "../.."

  name                = "planroomexarchive"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  replication         = "GZRS"
  containers          = ["receipts"]

  encryption = {
    key_vault_key_id = "https://payments-dev.vault.azure.net/keys/receipts"
    identity_id      = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/storage"
  }

  retention = {
    archive_objects_after     = 30
    delete_objects_after      = 365
    delete_old_versions_after = 30
  }

  soft_delete_days = 30

  tags = { team = "payments", environment = "dev" }
}

output "id" {
  value = module.storage.id
}
