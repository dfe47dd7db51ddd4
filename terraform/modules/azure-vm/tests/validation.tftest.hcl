mock_provider "azurerm" {}

variables {
  name                = "payments-batch"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  subnet_id           = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network-dev/providers/Microsoft.Network/virtualNetworks/dev/subnets/services"
  ssh_public_key      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam example"
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
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

run "unknown_zone" {
  command         = plan
  expect_failures = [var.zone]
  variables {
    zone = "westeurope-1"
  }
}

run "subnet_by_name" {
  command         = plan
  expect_failures = [var.subnet_id]
  variables {
    subnet_id = "services"
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables {
    size = "huge"
  }
}

run "machine_type_of_another_cloud" {
  command         = plan
  expect_failures = [var.machine_type]
  variables {
    machine_type = "m6i.large"
  }
}

run "unknown_image" {
  command         = plan
  expect_failures = [var.image]
  variables {
    image = "windows-11"
  }
}

run "image_version_of_one_number" {
  command         = plan
  expect_failures = [var.image_version]
  variables {
    image_version = "24"
  }
}

run "small_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { size_gb = 10 }
  }
}

run "unknown_type_of_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { type = "UltraSSD_LRS" }
  }
}

run "data_disk_called_root" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { root = { size_gb = 10, lun = 0 } }
  }
}

run "data_disk_of_nothing" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { receipts = { size_gb = 0, lun = 0 } }
  }
}

run "two_disks_with_one_number" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { receipts = { size_gb = 10, lun = 0 }, reports = { size_gb = 10, lun = 0 } }
  }
}

run "unknown_type_of_data_disk" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { receipts = { size_gb = 10, lun = 0, type = "gp3" } }
  }
}

run "encryption_set_by_name" {
  command         = plan
  expect_failures = [var.disk_encryption_set_id]
  variables {
    disk_encryption_set_id = "payments"
  }
}

run "ingress_with_the_name_of_the_last_rule" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { deny-all-others = { port = 22, cidrs = ["10.20.0.0/16"] } }
  }
}

run "port_zero" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ssh = { port = 0, cidrs = ["10.20.0.0/16"] } }
  }
}

run "unknown_protocol" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ping = { port = 1, protocol = "icmp", cidrs = ["10.20.0.0/16"] } }
  }
}

run "ingress_of_nobody" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ssh = { port = 22, cidrs = [] } }
  }
}

run "ingress_that_is_no_range" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ssh = { port = 22, cidrs = ["10.20.0.1/16"] } }
  }
}

run "ingress_of_everybody" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ssh = { port = 22, cidrs = ["0.0.0.0/0"] } }
  }
}

run "private_key" {
  command         = plan
  expect_failures = [var.ssh_public_key]
  variables {
    ssh_public_key = "-----BEGIN OPENSSH PRIVATE KEY-----"
  }
}

run "administrator_called_root" {
  command         = plan
  expect_failures = [var.admin_username]
  variables {
    admin_username = "root"
  }
}

run "access_name_with_capitals" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { Operators = { preset = "admin", principals = ["aaaaaaaa-0000-0000-0000-000000000001"] } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "owner", principals = ["aaaaaaaa-0000-0000-0000-000000000001"] } }
  }
}

run "access_of_nobody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = [] } }
  }
}

run "access_by_name" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = ["operators@example.com"] } }
  }
}

run "unknown_principal_type" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = ["aaaaaaaa-0000-0000-0000-000000000001"], principal_type = "Robot" } }
  }
}

run "identity_by_name" {
  command         = plan
  expect_failures = [var.identity_ids]
  variables {
    identity_ids = { storage = "storage" }
  }
}

run "large_user_data" {
  command         = plan
  expect_failures = [var.user_data]
  variables {
    user_data = join("", [for number in range(1000) : "seventy characters of a script that does far too much on its first start"])
  }
}

run "tag_of_azure" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { azure-team = "payments" }
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
