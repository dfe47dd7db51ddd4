mock_provider "azurerm" {
  # So that what is made from the account's ID can be compared in a plan.
  override_during = plan

  mock_resource "azurerm_storage_account" {
    defaults = {
      id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.Storage/storageAccounts/paymentsreceipts"
    }
  }

  mock_resource "azurerm_storage_container" {
    defaults = { id = "container" }
  }

  mock_resource "azurerm_role_definition" {
    defaults = { role_definition_resource_id = "own-role" }
  }
}

variables {
  name                = "paymentsreceipts"
  resource_group_name = "payments-dev"
  location            = "westeurope"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = azurerm_storage_account.this.name == "paymentsreceipts" && azurerm_storage_account.this.resource_group_name == "payments-dev" && azurerm_storage_account.this.location == "westeurope"
    error_message = "The account has the given name and place."
  }

  assert {
    condition = alltrue([
      azurerm_storage_account.this.https_traffic_only_enabled,
      azurerm_storage_account.this.min_tls_version == "TLS1_2",
      azurerm_storage_account.this.infrastructure_encryption_enabled,
    ])
    error_message = "Connections are TLS 1.2 or newer, and blobs are encrypted twice."
  }

  assert {
    condition = !anytrue([
      azurerm_storage_account.this.allow_nested_items_to_be_public,
      azurerm_storage_account.this.shared_access_key_enabled,
      azurerm_storage_account.this.public_network_access_enabled,
      azurerm_storage_account.this.local_user_enabled,
      azurerm_storage_account.this.sftp_enabled,
      azurerm_storage_account.this.cross_tenant_replication_enabled,
    ])
    error_message = "Nothing is public, there are no keys and no local users, and nothing is copied to other tenants."
  }

  assert {
    condition = alltrue([
      azurerm_storage_account.this.network_rules[0].default_action == "Deny",
      azurerm_storage_account.this.network_rules[0].bypass == toset(["None"]),
      length(azurerm_storage_account.this.network_rules[0].ip_rules) == 0,
      length(azurerm_storage_account.this.network_rules[0].virtual_network_subnet_ids) == 0,
    ])
    error_message = "The network lets nobody in."
  }

  assert {
    condition = alltrue([
      azurerm_storage_account.this.blob_properties[0].versioning_enabled,
      azurerm_storage_account.this.blob_properties[0].delete_retention_policy[0].days == 7,
      azurerm_storage_account.this.blob_properties[0].container_delete_retention_policy[0].days == 7,
    ])
    error_message = "Versions are kept, and deleted blobs and containers can be restored for a week."
  }

  assert {
    condition     = azurerm_storage_account.this.allowed_copy_scope == "AAD" && azurerm_storage_account.this.default_to_oauth_authentication
    error_message = "Blobs are copied inside the tenant only, and the portal asks for Entra ID."
  }

  assert {
    condition     = "${azurerm_storage_account.this.account_kind} ${azurerm_storage_account.this.account_tier} ${azurerm_storage_account.this.access_tier}" == "StorageV2 Standard Hot"
    error_message = "The account is of the kind that all of this works with."
  }

  assert {
    condition     = azurerm_storage_account.this.account_replication_type == "ZRS" && length(azurerm_storage_account.this.customer_managed_key) == 0 && length(azurerm_storage_account.this.identity) == 0
    error_message = "Copies are in three zones, and without a key Microsoft's own are used."
  }

  assert {
    condition     = { for name, container in azurerm_storage_container.this : name => container.container_access_type } == { data = "private" }
    error_message = "There is one private container."
  }

  assert {
    condition = alltrue([
      [for rule in azurerm_storage_management_policy.this.rule : one(one(rule.filters).blob_types)] == ["appendBlob", "blockBlob"],
      alltrue([for rule in azurerm_storage_management_policy.this.rule : rule.enabled && length(rule.actions[0].base_blob) == 0]),
      alltrue([for rule in azurerm_storage_management_policy.this.rule : rule.actions[0].version[0].delete_after_days_since_creation == 90]),
      alltrue([for rule in azurerm_storage_management_policy.this.rule : rule.actions[0].snapshot[0].delete_after_days_since_creation_greater_than == 90]),
    ])
    error_message = "Blobs are kept, old versions and snapshots of both kinds are not."
  }

  assert {
    condition     = length(azurerm_role_assignment.access) == 0 && length(azurerm_role_definition.this) == 0
    error_message = "Nobody gets access who was not named, and no role is made that nobody needs."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    replication      = "GZRS"
    containers       = ["receipts", "reports"]
    versioning       = false
    soft_delete_days = 0
    shared_keys      = true
    tags             = { team = "payments" }
    encryption = {
      infrastructure   = false
      key_vault_key_id = "https://payments.vault.azure.net/keys/receipts"
      identity_id      = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/storage"
    }
    retention = {
      archive_objects_after = 30
      delete_objects_after  = 365
    }
  }

  assert {
    condition     = azurerm_storage_account.this.account_replication_type == "GZRS" && azurerm_storage_account.this.shared_access_key_enabled && !azurerm_storage_account.this.infrastructure_encryption_enabled
    error_message = "Replication, keys and the second encryption are as given."
  }

  assert {
    condition = alltrue([
      !azurerm_storage_account.this.blob_properties[0].versioning_enabled,
      length(azurerm_storage_account.this.blob_properties[0].delete_retention_policy) == 0,
      length(azurerm_storage_account.this.blob_properties[0].container_delete_retention_policy) == 0,
    ])
    error_message = "Versioning and soft delete can be switched off."
  }

  assert {
    condition     = azurerm_storage_account.this.tags == tomap({ team = "payments" })
    error_message = "The tags are as given."
  }

  assert {
    condition = alltrue([
      one(azurerm_storage_account.this.customer_managed_key).key_vault_key_id == var.encryption.key_vault_key_id,
      one(azurerm_storage_account.this.customer_managed_key).user_assigned_identity_id == var.encryption.identity_id,
      one(azurerm_storage_account.this.identity).type == "UserAssigned",
      one(azurerm_storage_account.this.identity).identity_ids == toset([var.encryption.identity_id]),
    ])
    error_message = "The key is used by the identity that the account has."
  }

  assert {
    condition     = keys(azurerm_storage_container.this) == ["receipts", "reports"]
    error_message = "Each container is made."
  }

  assert {
    condition = { for rule in azurerm_storage_management_policy.this.rule : rule.name => join(" ", [
      coalesce(rule.actions[0].base_blob[0].tier_to_cold_after_days_since_modification_greater_than, 0),
      coalesce(rule.actions[0].base_blob[0].delete_after_days_since_modification_greater_than, 0),
      length(rule.actions[0].version) + length(rule.actions[0].snapshot),
    ]) } == { retention-objects = "30 365 0", retention-logs = "0 365 0" }
    error_message = "Block blobs are archived, all are deleted, and an age that is not given does not apply."
  }
}

run "network_of_those_named" {
  command = plan

  variables {
    allowed_subnets        = { services = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/dev/subnets/services" }
    allowed_ips            = { office = "203.0.113.0/24", build = "198.51.100.7" }
    allow_trusted_services = true
  }

  assert {
    condition = alltrue([
      azurerm_storage_account.this.public_network_access_enabled,
      azurerm_storage_account.this.network_rules[0].default_action == "Deny",
      azurerm_storage_account.this.network_rules[0].bypass == toset(["AzureServices"]),
      azurerm_storage_account.this.network_rules[0].ip_rules == toset(["203.0.113.0/24", "198.51.100.7"]),
      azurerm_storage_account.this.network_rules[0].virtual_network_subnet_ids == toset(values(var.allowed_subnets)),
    ])
    error_message = "Exactly those are let in, all others are refused."
  }
}

run "access_by_presets" {
  command = plan

  variables {
    access = {
      reports  = { preset = "read", principals = ["aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002"], container = "data", principal_type = "Group" }
      names    = { preset = "list", principals = ["aaaaaaaa-0000-0000-0000-000000000003"] }
      producer = { preset = "write", principals = ["aaaaaaaa-0000-0000-0000-000000000004"] }
    }
  }

  assert {
    condition = { for name, assignment in azurerm_role_assignment.access : name => "${assignment.principal_id} ${coalesce(assignment.role_definition_name, assignment.role_definition_id)}" if !startswith(name, "producer") } == {
      "names/0"   = "aaaaaaaa-0000-0000-0000-000000000003 Storage Blob Data Reader"
      "reports/0" = "aaaaaaaa-0000-0000-0000-000000000001 Storage Blob Data Reader"
      "reports/1" = "aaaaaaaa-0000-0000-0000-000000000002 Storage Blob Data Reader"
    }
    error_message = "Readers and listers get the reader's role, exactly those."
  }

  assert {
    condition     = azurerm_role_assignment.access["producer/0"].role_definition_id == "own-role" && azurerm_role_assignment.access["producer/0"].principal_id == "aaaaaaaa-0000-0000-0000-000000000004"
    error_message = "Writers get a role of their own."
  }

  assert {
    condition     = azurerm_role_assignment.access["reports/0"].scope == "container" && azurerm_role_assignment.access["reports/0"].principal_type == "Group" && endswith(azurerm_role_assignment.access["producer/0"].scope, "/storageAccounts/paymentsreceipts")
    error_message = "Access is about the container that is named, or the account."
  }

  assert {
    condition     = strcontains(azurerm_role_assignment.access["names/0"].condition, "NOT SubOperationMatches{'Blob.List'}") && azurerm_role_assignment.access["names/0"].condition_version == "2.0" && azurerm_role_assignment.access["reports/0"].condition == null
    error_message = "Listers read names only, readers also what is in the blobs."
  }

  assert {
    condition = alltrue([
      keys(azurerm_role_definition.this) == ["write"],
      azurerm_role_definition.this["write"].scope == "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev",
      one(azurerm_role_definition.this["write"].permissions).data_actions == toset([
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
      ]),
      one(azurerm_role_definition.this["write"].permissions).actions == null,
    ])
    error_message = "The role for writing writes, and nothing else."
  }
}

run "reading_and_writing" {
  command = plan

  variables {
    access = { service = { preset = "read-write", principals = ["aaaaaaaa-0000-0000-0000-000000000005"] } }
  }

  assert {
    condition = one(azurerm_role_definition.this["read-write"].permissions).data_actions == toset([
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action",
    ])
    error_message = "Reading and writing does not delete."
  }
}
