mock_provider "azurerm" {}

variables {
  name                = "paymentsreceipts"
  resource_group_name = "payments-dev"
  location            = "westeurope"
}

run "name_with_a_dash" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments-receipts"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "paymentsreceiptsofthewholeyear"
  }
}

run "group_that_ends_with_a_dot" {
  command         = plan
  expect_failures = [var.resource_group_name]
  variables {
    resource_group_name = "payments."
  }
}

run "location_by_its_long_name" {
  command         = plan
  expect_failures = [var.location]
  variables {
    location = "West Europe"
  }
}

run "unknown_replication" {
  command         = plan
  expect_failures = [var.replication]
  variables {
    replication = "TRIPLE"
  }
}

run "container_with_capitals" {
  command         = plan
  expect_failures = [var.containers]
  variables {
    containers = ["Data"]
  }
}

run "container_with_two_dashes" {
  command         = plan
  expect_failures = [var.containers]
  variables {
    containers = ["my--data"]
  }
}

run "no_container" {
  command         = plan
  expect_failures = [var.containers]
  variables {
    containers = []
  }
}

run "container_given_twice" {
  command         = plan
  expect_failures = [var.containers]
  variables {
    containers = ["data", "data"]
  }
}

run "key_without_an_identity" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { key_vault_key_id = "https://payments.vault.azure.net/keys/receipts" }
  }
}

run "key_that_is_a_secret" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { key_vault_key_id = "https://payments.vault.azure.net/secrets/receipts", identity_id = "/subscriptions/1/resourceGroups/payments/providers/Microsoft.ManagedIdentity/userAssignedIdentities/storage" }
  }
}

run "identity_by_name" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { key_vault_key_id = "https://payments.vault.azure.net/keys/receipts", identity_id = "storage" }
  }
}

run "no_age_at_all" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = {}
  }
}

run "age_of_zero" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = { delete_objects_after = 0 }
  }
}

run "deleted_before_archived" {
  command         = plan
  expect_failures = [var.retention]
  variables {
    retention = { archive_objects_after = 30, delete_objects_after = 30 }
  }
}

run "soft_delete_for_two_years" {
  command         = plan
  expect_failures = [var.soft_delete_days]
  variables {
    soft_delete_days = 730
  }
}

run "subnet_by_name" {
  command         = plan
  expect_failures = [var.allowed_subnets]
  variables {
    allowed_subnets = { services = "services" }
  }
}

run "address_that_is_none" {
  command         = plan
  expect_failures = [var.allowed_ips]
  variables {
    allowed_ips = { office = "office.example.com" }
  }
}

run "address_of_everybody" {
  command         = plan
  expect_failures = [var.allowed_ips]
  variables {
    allowed_ips = { all = "0.0.0.0/0" }
  }
}

run "range_of_one_address" {
  command         = plan
  expect_failures = [var.allowed_ips]
  variables {
    allowed_ips = { office = "203.0.113.7/32" }
  }
}

run "private_address" {
  command         = plan
  expect_failures = [var.allowed_ips]
  variables {
    allowed_ips = { office = "10.0.0.0/16" }
  }
}

run "access_name_with_capitals" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { Reports = { preset = "read", principals = ["aaaaaaaa-0000-0000-0000-000000000001"] } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "admin", principals = ["aaaaaaaa-0000-0000-0000-000000000001"] } }
  }
}

run "access_of_nobody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = [] } }
  }
}

run "access_by_name" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["reports@example.com"] } }
  }
}

run "unknown_principal_type" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["aaaaaaaa-0000-0000-0000-000000000001"], principal_type = "Robot" } }
  }
}

run "unknown_container" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["aaaaaaaa-0000-0000-0000-000000000001"], container = "reports" } }
  }
}

run "tag_of_azure" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { azure-team = "payments" }
  }
}

run "tag_with_a_slash" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "payments/team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(51) : "tag${number}" => "x" }
  }
}
