mock_provider "azurerm" {
  # So that what belongs to the machine can be compared in a plan.
  override_during = plan

  mock_resource "azurerm_linux_virtual_machine" {
    defaults = { id = "machine" }
  }

  mock_resource "azurerm_network_interface" {
    defaults = { id = "interface" }
  }

  mock_resource "azurerm_network_security_group" {
    defaults = { id = "rules" }
  }

  mock_resource "azurerm_managed_disk" {
    defaults = { id = "disk" }
  }
}

variables {
  name                = "payments-batch"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  subnet_id           = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network-dev/providers/Microsoft.Network/virtualNetworks/dev/subnets/services"
  ssh_public_key      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam example"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = azurerm_linux_virtual_machine.this.name == "payments-batch" && azurerm_linux_virtual_machine.this.size == "Standard_B2ls_v2" && azurerm_linux_virtual_machine.this.source_image_reference[0].offer == "ubuntu-24_04-lts"
    error_message = "The machine has the given name, a middle size and Ubuntu."
  }

  assert {
    condition     = one(azurerm_network_interface.this.ip_configuration).public_ip_address_id == null && one(azurerm_network_interface.this.ip_configuration).subnet_id == var.subnet_id
    error_message = "The machine is in the given subnet and has no public address."
  }

  assert {
    condition = alltrue([
      azurerm_linux_virtual_machine.this.disable_password_authentication,
      azurerm_linux_virtual_machine.this.admin_password == null,
      one(azurerm_linux_virtual_machine.this.admin_ssh_key).username == azurerm_linux_virtual_machine.this.admin_username,
      one(azurerm_linux_virtual_machine.this.admin_ssh_key).public_key == var.ssh_public_key,
    ])
    error_message = "There is no password, only the key of the local administrator."
  }

  assert {
    condition = alltrue([
      azurerm_linux_virtual_machine.this.encryption_at_host_enabled,
      azurerm_linux_virtual_machine.this.secure_boot_enabled,
      azurerm_linux_virtual_machine.this.vtpm_enabled,
      length(azurerm_linux_virtual_machine.this.boot_diagnostics) == 1,
    ])
    error_message = "Disks are encrypted down to the host, launch is trusted, and what happens at the start can be read."
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.identity[0].type == "SystemAssigned"
    error_message = "The machine has an identity of its own."
  }

  assert {
    condition = { for rule in azurerm_network_security_group.this.security_rule : rule.name => "${rule.priority} ${rule.direction} ${rule.access} ${rule.protocol} ${rule.source_address_prefix}:${rule.source_port_range} ${rule.destination_address_prefix}:${rule.destination_port_range}" } == {
      deny-all-others = "4096 Inbound Deny * *:* *:*"
    }
    error_message = "Nobody can connect, not even from the same network."
  }

  assert {
    condition     = azurerm_network_interface_security_group_association.this.network_interface_id == "interface" && azurerm_network_interface_security_group_association.this.network_security_group_id == "rules" && azurerm_linux_virtual_machine.this.network_interface_ids == tolist(["interface"])
    error_message = "The rules are those of the machine's own interface."
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.provision_vm_agent && azurerm_linux_virtual_machine.this.allow_extension_operations && azurerm_virtual_machine_extension.login.auto_upgrade_minor_version && azurerm_virtual_machine_extension.login.type == "AADSSHLoginForLinux" && azurerm_virtual_machine_extension.login.publisher == "Microsoft.Azure.ActiveDirectory" && azurerm_virtual_machine_extension.login.virtual_machine_id == "machine"
    error_message = "People log in with Entra ID."
  }

  assert {
    condition     = azurerm_management_lock.this[0].lock_level == "CanNotDelete" && azurerm_management_lock.this[0].scope == "machine"
    error_message = "A lock keeps the machine."
  }

  assert {
    condition     = length(azurerm_managed_disk.data) == 0 && length(azurerm_role_assignment.login) == 0
    error_message = "There are no further disks, and nobody may log in who was not named."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    size                   = "xlarge"
    image                  = "debian-12"
    image_version          = "0.20251001.2252"
    zone                   = "2"
    admin_username         = "emergency"
    user_data              = "#cloud-config\n"
    deletion_protection    = false
    disk_encryption_set_id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.Compute/diskEncryptionSets/payments"
    root_disk              = { size_gb = 64, type = "StandardSSD_ZRS" }
    data_disks = {
      receipts = { size_gb = 128, lun = 3 }
      archive  = { size_gb = 8192, lun = 0, type = "Standard_LRS" }
    }
    identity_ids = { storage = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/storage" }
    tags         = { team = "payments" }
  }

  assert {
    condition = alltrue([
      azurerm_linux_virtual_machine.this.size == "Standard_B4s_v2",
      azurerm_linux_virtual_machine.this.source_image_reference[0].sku == "12-gen2",
      azurerm_linux_virtual_machine.this.source_image_reference[0].version == "0.20251001.2252",
      azurerm_linux_virtual_machine.this.zone == "2",
      azurerm_linux_virtual_machine.this.admin_username == "emergency",
      base64decode(azurerm_linux_virtual_machine.this.custom_data) == "#cloud-config\n",
    ])
    error_message = "Size, image, zone, administrator and user data are as given."
  }

  assert {
    condition = alltrue([
      azurerm_linux_virtual_machine.this.os_disk[0].disk_size_gb == 64,
      azurerm_linux_virtual_machine.this.os_disk[0].storage_account_type == "StandardSSD_ZRS",
      azurerm_linux_virtual_machine.this.os_disk[0].disk_encryption_set_id == var.disk_encryption_set_id,
    ])
    error_message = "The root disk is as given, encrypted with the own key."
  }

  assert {
    condition = { for name, disk in azurerm_managed_disk.data : name => "${disk.name} ${disk.disk_size_gb} ${disk.storage_account_type} ${disk.zone} ${disk.network_access_policy} ${disk.public_network_access_enabled}" } == {
      archive  = "payments-batch-archive 8192 Standard_LRS 2 DenyAll false"
      receipts = "payments-batch-receipts 128 Premium_LRS 2 DenyAll false"
    }
    error_message = "The data disks are as given and closed to the network."
  }

  assert {
    condition     = alltrue([for disk in azurerm_managed_disk.data : disk.disk_encryption_set_id == var.disk_encryption_set_id])
    error_message = "The data disks are encrypted with the own key."
  }

  assert {
    condition = { for name, attachment in azurerm_virtual_machine_data_disk_attachment.data : name => "${attachment.lun} ${attachment.caching}" } == {
      archive  = "0 None"
      receipts = "3 ReadOnly"
    }
    error_message = "Each disk has its number, and large ones are not cached."
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.identity[0].type == "SystemAssigned, UserAssigned" && azurerm_linux_virtual_machine.this.identity[0].identity_ids == toset(values(var.identity_ids))
    error_message = "The machine has the given identity beside its own."
  }

  assert {
    condition = alltrue([for tags in concat([
      azurerm_linux_virtual_machine.this.tags, azurerm_network_interface.this.tags, azurerm_network_security_group.this.tags, azurerm_virtual_machine_extension.login.tags,
    ], [for disk in azurerm_managed_disk.data : disk.tags]) : tags == tomap({ team = "payments" })])
    error_message = "Everything has the tags."
  }

  assert {
    condition     = length(azurerm_management_lock.this) == 0
    error_message = "The lock can be left out."
  }
}

run "ingress_and_logins" {
  command = plan

  variables {
    machine_type = "Standard_D4s_v5"
    ingress = {
      ssh = { port = 22, cidrs = ["10.20.0.0/26", "10.30.0.0/26"] }
      dns = { port = 53, protocol = "udp", cidrs = ["10.20.0.0/16"] }
    }
    access = {
      developers = { preset = "user", principals = ["aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002"] }
      operators  = { preset = "admin", principals = ["aaaaaaaa-0000-0000-0000-000000000003"], principal_type = "Group" }
    }
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.size == "Standard_D4s_v5"
    error_message = "The type of machine wins over the size."
  }

  assert {
    condition = { for rule in azurerm_network_security_group.this.security_rule : rule.name => "${rule.priority} ${rule.direction} ${rule.protocol} ${rule.destination_address_prefix}:${rule.destination_port_range} ${join(",", sort(rule.source_address_prefixes))}:${rule.source_port_range}" if rule.access == "Allow" } == {
      dns = "100 Inbound Udp *:53 10.20.0.0/16:*"
      ssh = "101 Inbound Tcp *:22 10.20.0.0/26,10.30.0.0/26:*"
    }
    error_message = "Exactly those can connect to exactly those ports."
  }

  assert {
    condition     = length([for rule in azurerm_network_security_group.this.security_rule : rule if rule.access == "Deny" && rule.priority == 4096]) == 1
    error_message = "All others still cannot."
  }

  assert {
    condition = { for name, assignment in azurerm_role_assignment.login : name => "${assignment.scope} ${assignment.role_definition_name} ${assignment.principal_id}" } == {
      "developers/0" = "machine Virtual Machine User Login aaaaaaaa-0000-0000-0000-000000000001"
      "developers/1" = "machine Virtual Machine User Login aaaaaaaa-0000-0000-0000-000000000002"
      "operators/0"  = "machine Virtual Machine Administrator Login aaaaaaaa-0000-0000-0000-000000000003"
    }
    error_message = "Each preset gives its own role on this machine to exactly those."
  }
}

run "small_machine" {
  command = plan

  variables {
    size = "small"
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.size == "Standard_B2ts_v2"
    error_message = "A small machine is the smallest of the family."
  }
}

run "large_machine" {
  command = plan

  variables {
    size = "large"
  }

  assert {
    condition     = azurerm_linux_virtual_machine.this.size == "Standard_B2s_v2"
    error_message = "A large machine has more memory than one of medium size."
  }
}
