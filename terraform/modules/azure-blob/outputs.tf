output "id" {
  description = "ID of the storage account."
  value       = azurerm_storage_account.this.id
}

output "name" {
  description = "Name of the storage account."
  value       = azurerm_storage_account.this.name
}

output "blob_endpoint" {
  description = "Address of the blobs, for clients."
  value       = azurerm_storage_account.this.primary_blob_endpoint
}

output "container_ids" {
  description = "IDs of the containers, by name."
  value       = { for name, container in azurerm_storage_container.this : name => container.id }
}
