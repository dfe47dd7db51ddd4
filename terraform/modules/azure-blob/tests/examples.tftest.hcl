mock_provider "azurerm" {
  # So that outputs, which hold what Azure answers, can be compared in a plan.
  override_during = plan

  mock_resource "azurerm_storage_account" {
    defaults = {
      id                    = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.Storage/storageAccounts/planroomex"
      primary_blob_endpoint = "https://planroomex.blob.core.windows.net/"
    }
  }

  mock_resource "azurerm_storage_container" {
    defaults = { id = "container" }
  }
}

run "default" {
  command   = plan
  providers = { azurerm = azurerm }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.blob_endpoint == "https://planroomex.blob.core.windows.net/"
    error_message = "A name and a place are all that is needed, and clients get the address."
  }
}

run "own_key_and_archive" {
  command   = plan
  providers = { azurerm = azurerm }

  module {
    source = "./examples/own-key-and-archive"
  }

  assert {
    condition     = endswith(output.id, "/storageAccounts/planroomex")
    error_message = "The account's ID is given on."
  }
}

run "access" {
  command   = plan
  providers = { azurerm = azurerm }

  module {
    source = "./examples/access"
  }

  assert {
    condition     = output.container_ids == { receipts = "container", reports = "container" }
    error_message = "The containers' IDs are given on, by name."
  }
}
