output "id" {
  description = "ID of the machine."
  value       = azurerm_linux_virtual_machine.this.id
}

output "name" {
  description = "Name of the machine."
  value       = azurerm_linux_virtual_machine.this.name
}

output "private_ip" {
  description = "Private address of the machine."
  value       = azurerm_network_interface.this.private_ip_address
}

output "principal_id" {
  description = "Object ID of the machine's own identity, for giving it roles."
  value       = azurerm_linux_virtual_machine.this.identity[0].principal_id
}

output "network_security_group_id" {
  description = "ID of the group of rules about who may connect."
  value       = azurerm_network_security_group.this.id
}

output "data_disk_ids" {
  description = "IDs of the data disks, by name."
  value       = { for name, disk in azurerm_managed_disk.data : name => disk.id }
}
