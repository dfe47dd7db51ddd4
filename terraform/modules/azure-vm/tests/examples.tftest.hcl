mock_provider "azurerm" {
  # So that outputs, which hold what Azure answers, can be compared in a plan.
  override_during = plan

  mock_resource "azurerm_network_interface" {
    defaults = { private_ip_address = "10.20.0.4" }
  }

  mock_resource "azurerm_linux_virtual_machine" {
    defaults = {
      id = "machine"
    }
  }
}

run "default" {
  command   = plan
  providers = { azurerm = azurerm }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.private_ip == "10.20.0.4"
    error_message = "Others find the machine by its private address."
  }
}

run "data_disks_and_logins" {
  command   = plan
  providers = { azurerm = azurerm }

  module {
    source = "./examples/data-disks-and-logins"
  }

  assert {
    condition     = length(output.principal_id) > 0
    error_message = "The machine's identity can be given roles."
  }
}
