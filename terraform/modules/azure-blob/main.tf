locals {
  blob_actions = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

  # Azure's own roles for writing also delete, and may delete whole containers.
  own_roles = {
    write      = ["${local.blob_actions}/write", "${local.blob_actions}/add/action"]
    read-write = ["${local.blob_actions}/read", "${local.blob_actions}/write", "${local.blob_actions}/add/action"]
  }

  own_roles_in_use = { for preset, actions in local.own_roles : preset => actions if contains([for entry in values(var.access) : entry.preset], preset) }

  # Azure knows no action for listing only: this takes reading out of the reader's role. No container has an empty name.
  names_only = join("", [
    "(",
    "(!(ActionMatches{'${local.blob_actions}/read'} AND NOT SubOperationMatches{'Blob.List'}))",
    " OR ",
    "(@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '')",
    ")",
  ])

  # By position and not by principal, because an identity made by the same apply has no ID in the plan.
  assignments = merge([
    for name, entry in var.access : {
      for position, principal in entry.principals : "${name}/${position}" => {
        preset         = entry.preset
        container      = entry.container
        principal      = principal
        principal_type = entry.principal_type
      }
    }
  ]...)

  # Azure tiers block blobs only, so that one rule about both kinds would be refused.
  retention_rules = { for name, rule in {
    objects = {
      blob_types    = ["blockBlob"]
      archive_after = var.retention.archive_objects_after
      actions       = [for days in values(var.retention) : days if days != null]
    }
    logs = {
      blob_types    = ["appendBlob"]
      archive_after = null
      actions       = [for days in [var.retention.delete_objects_after, var.retention.delete_old_versions_after] : days if days != null]
    }
  } : name => rule if length(rule.actions) > 0 }

  network_is_open_to_some = length(var.allowed_subnets) + length(var.allowed_ips) > 0 || var.allow_trusted_services
}

resource "azurerm_storage_account" "this" {
  name                     = var.name
  resource_group_name      = var.resource_group_name
  location                 = var.location
  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = var.replication
  access_tier              = "Hot"
  tags                     = var.tags

  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  infrastructure_encryption_enabled = var.encryption.infrastructure

  allow_nested_items_to_be_public  = false
  shared_access_key_enabled        = var.shared_keys
  default_to_oauth_authentication  = true
  local_user_enabled               = false
  sftp_enabled                     = false
  cross_tenant_replication_enabled = false
  allowed_copy_scope               = "AAD"

  # Private endpoints work all the same.
  public_network_access_enabled = local.network_is_open_to_some

  network_rules {
    default_action             = "Deny"
    bypass                     = [var.allow_trusted_services ? "AzureServices" : "None"]
    virtual_network_subnet_ids = values(var.allowed_subnets)
    ip_rules                   = values(var.allowed_ips)
  }

  blob_properties {
    versioning_enabled = var.versioning

    dynamic "delete_retention_policy" {
      for_each = var.soft_delete_days == 0 ? [] : [var.soft_delete_days]

      content {
        days = delete_retention_policy.value
      }
    }

    dynamic "container_delete_retention_policy" {
      for_each = var.soft_delete_days == 0 ? [] : [var.soft_delete_days]

      content {
        days = container_delete_retention_policy.value
      }
    }
  }

  dynamic "identity" {
    for_each = var.encryption.identity_id[*]

    content {
      type         = "UserAssigned"
      identity_ids = [identity.value]
    }
  }

  dynamic "customer_managed_key" {
    for_each = var.encryption.key_vault_key_id[*]

    content {
      key_vault_key_id          = customer_managed_key.value
      user_assigned_identity_id = var.encryption.identity_id
    }
  }
}

resource "azurerm_storage_container" "this" {
  for_each = toset(var.containers)

  name                  = each.key
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"
}

resource "azurerm_storage_management_policy" "this" {
  storage_account_id = azurerm_storage_account.this.id

  dynamic "rule" {
    for_each = local.retention_rules

    content {
      name    = "retention-${rule.key}"
      enabled = true

      filters {
        blob_types = rule.value.blob_types
      }

      actions {
        dynamic "base_blob" {
          for_each = rule.value.archive_after == null && var.retention.delete_objects_after == null ? [] : [rule.value]

          content {
            tier_to_cold_after_days_since_modification_greater_than = base_blob.value.archive_after
            delete_after_days_since_modification_greater_than       = var.retention.delete_objects_after
          }
        }

        dynamic "version" {
          for_each = var.retention.delete_old_versions_after[*]

          content {
            delete_after_days_since_creation = version.value
          }
        }

        dynamic "snapshot" {
          for_each = var.retention.delete_old_versions_after[*]

          content {
            delete_after_days_since_creation_greater_than = snapshot.value
          }
        }
      }
    }
  }
}

resource "azurerm_role_definition" "this" {
  for_each = local.own_roles_in_use

  name        = "${var.name} blobs ${each.key}"
  description = "${title(replace(each.key, "-", " and "))} blobs in the storage account ${var.name}, without deleting them."

  # Roles cannot be assignable in a single account only. Made from the account's ID, so that nothing is asked of Azure in the plan.
  scope = join("/", slice(split("/", azurerm_storage_account.this.id), 0, 5))

  permissions {
    data_actions = each.value
  }
}

resource "azurerm_role_assignment" "access" {
  for_each = local.assignments

  scope          = each.value.container == null ? azurerm_storage_account.this.id : azurerm_storage_container.this[each.value.container].id
  principal_id   = each.value.principal
  principal_type = each.value.principal_type
  description    = "Access ${split("/", each.key)[0]}: ${each.value.preset}"

  role_definition_name = contains(keys(local.own_roles), each.value.preset) ? null : "Storage Blob Data Reader"
  role_definition_id   = contains(keys(local.own_roles), each.value.preset) ? azurerm_role_definition.this[each.value.preset].role_definition_resource_id : null

  condition         = each.value.preset == "list" ? local.names_only : null
  condition_version = each.value.preset == "list" ? "2.0" : null
}
