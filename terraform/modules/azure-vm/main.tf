locals {
  # Of one family with current processors; each can be used with premium disks, trusted launch and encryption at host.
  sizes = {
    small  = "Standard_B2ts_v2"
    medium = "Standard_B2ls_v2"
    large  = "Standard_B2s_v2"
    xlarge = "Standard_B4s_v2"
  }

  # Those of the second generation, without which there is no secure boot.
  images = {
    "ubuntu-24.04" = { publisher = "Canonical", offer = "ubuntu-24_04-lts", sku = "server" }
    "debian-12"    = { publisher = "Debian", offer = "debian-12", sku = "12-gen2" }
  }

  roles = {
    user  = "Virtual Machine User Login"
    admin = "Virtual Machine Administrator Login"
  }

  # By position and not by principal, because an identity made by the same apply has no ID in the plan.
  logins = merge([
    for name, entry in var.access : {
      for position, principal in entry.principals : "${name}/${position}" => {
        role           = local.roles[entry.preset]
        principal      = principal
        principal_type = entry.principal_type
      }
    }
  ]...)

  ingress_names = sort(keys(var.ingress))
}

resource "azurerm_network_security_group" "this" {
  name                = "${var.name}-rules"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  # In the group itself and not as resources of their own: Azure refuses two rules with one priority, which would
  # happen on the way when a name is added in between.
  dynamic "security_rule" {
    for_each = local.ingress_names

    content {
      name                       = security_rule.value
      description                = "Ingress ${security_rule.value}"
      priority                   = 100 + security_rule.key
      direction                  = "Inbound"
      access                     = "Allow"
      protocol                   = title(var.ingress[security_rule.value].protocol)
      source_address_prefixes    = var.ingress[security_rule.value].cidrs
      source_port_range          = "*"
      destination_address_prefix = "*"
      destination_port_range     = tostring(var.ingress[security_rule.value].port)
    }
  }

  # Without this, Azure lets in the whole network and all that is connected to it.
  security_rule {
    name                       = "deny-all-others"
    description                = "All that is not named"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_network_interface" "this" {
  name                = "${var.name}-network"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  ip_configuration {
    name                          = "private"
    subnet_id                     = var.subnet_id
    private_ip_address_allocation = "Dynamic"
  }
}

resource "azurerm_network_interface_security_group_association" "this" {
  network_interface_id      = azurerm_network_interface.this.id
  network_security_group_id = azurerm_network_security_group.this.id
}

resource "azurerm_linux_virtual_machine" "this" {
  name                  = var.name
  resource_group_name   = var.resource_group_name
  location              = var.location
  zone                  = var.zone
  size                  = coalesce(var.machine_type, local.sizes[var.size])
  network_interface_ids = [azurerm_network_interface.this.id]
  tags                  = var.tags

  admin_username                  = var.admin_username
  disable_password_authentication = true
  custom_data                     = var.user_data == null ? null : base64encode(var.user_data)

  # The extension that people log in with needs the agent.
  provision_vm_agent         = true
  allow_extension_operations = true

  encryption_at_host_enabled = true
  secure_boot_enabled        = true
  vtpm_enabled               = true

  admin_ssh_key {
    username   = var.admin_username
    public_key = var.ssh_public_key
  }

  identity {
    type         = length(var.identity_ids) == 0 ? "SystemAssigned" : "SystemAssigned, UserAssigned"
    identity_ids = length(var.identity_ids) == 0 ? null : values(var.identity_ids)
  }

  os_disk {
    name                   = "${var.name}-root"
    caching                = "ReadWrite"
    storage_account_type   = var.root_disk.type
    disk_size_gb           = var.root_disk.size_gb
    disk_encryption_set_id = var.disk_encryption_set_id
  }

  source_image_reference {
    publisher = local.images[var.image].publisher
    offer     = local.images[var.image].offer
    sku       = local.images[var.image].sku
    version   = var.image_version
  }

  # In storage of Microsoft's, so that there is no account with keys to look after.
  boot_diagnostics {}

  # The machine must not be reachable before its rules are there.
  depends_on = [azurerm_network_interface_security_group_association.this]
}

resource "azurerm_managed_disk" "data" {
  for_each = var.data_disks

  name                   = "${var.name}-${each.key}"
  resource_group_name    = var.resource_group_name
  location               = var.location
  zone                   = var.zone
  create_option          = "Empty"
  storage_account_type   = each.value.type
  disk_size_gb           = each.value.size_gb
  disk_encryption_set_id = var.disk_encryption_set_id
  tags                   = var.tags

  # Nobody needs to copy the disk out over the network.
  network_access_policy         = "DenyAll"
  public_network_access_enabled = false
}

resource "azurerm_virtual_machine_data_disk_attachment" "data" {
  for_each = var.data_disks

  managed_disk_id    = azurerm_managed_disk.data[each.key].id
  virtual_machine_id = azurerm_linux_virtual_machine.this.id
  lun                = each.value.lun
  # Azure caches no disks of 4 TiB and more.
  caching = each.value.size_gb > 4095 ? "None" : "ReadOnly"
}

resource "azurerm_virtual_machine_extension" "login" {
  name                       = "AADSSHLoginForLinux"
  virtual_machine_id         = azurerm_linux_virtual_machine.this.id
  publisher                  = "Microsoft.Azure.ActiveDirectory"
  type                       = "AADSSHLoginForLinux"
  type_handler_version       = "1.0"
  auto_upgrade_minor_version = true
  tags                       = var.tags
}

resource "azurerm_role_assignment" "login" {
  for_each = local.logins

  scope                = azurerm_linux_virtual_machine.this.id
  role_definition_name = each.value.role
  principal_id         = each.value.principal
  principal_type       = each.value.principal_type
  description          = "Login ${split("/", each.key)[0]}"
}

resource "azurerm_management_lock" "this" {
  count = var.deletion_protection ? 1 : 0

  name       = "${var.name}-keep"
  scope      = azurerm_linux_virtual_machine.this.id
  lock_level = "CanNotDelete"
  notes      = "Set deletion_protection to false before the machine is deleted."

  # The lock is about all that belongs to the machine, and so has to come last and go first.
  depends_on = [
    azurerm_role_assignment.login,
    azurerm_virtual_machine_data_disk_attachment.data,
    azurerm_virtual_machine_extension.login,
  ]
}
