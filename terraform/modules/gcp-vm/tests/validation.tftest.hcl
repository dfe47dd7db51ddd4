mock_provider "google" {}

variables {
  name       = "payments-batch"
  zone       = "europe-west1-b"
  network    = "projects/network-dev-123456/global/networks/dev"
  subnetwork = "projects/network-dev-123456/regions/europe-west1/subnetworks/services"
}

run "name_too_short" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "batch"
  }
}

run "project_by_number" {
  command         = plan
  expect_failures = [var.project]
  variables {
    project = "123456789012"
  }
}

run "zone_that_is_a_region" {
  command         = plan
  expect_failures = [var.zone]
  variables {
    zone = "europe-west1"
  }
}

run "network_by_name" {
  command         = plan
  expect_failures = [var.network]
  variables {
    network = "dev"
  }
}

run "subnetwork_by_name" {
  command         = plan
  expect_failures = [var.subnetwork]
  variables {
    subnetwork = "services"
  }
}

run "subnetwork_of_another_region" {
  command         = plan
  expect_failures = [var.subnetwork]
  variables {
    subnetwork = "projects/network-dev-123456/regions/europe-west4/subnetworks/services"
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

run "machine_with_another_processor" {
  command         = plan
  expect_failures = [var.machine_type]
  variables {
    machine_type = "t2a-standard-1"
  }
}

run "unknown_image" {
  command         = plan
  expect_failures = [var.image]
  variables {
    image = "windows-2025"
  }
}

run "small_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { size_gb = 5 }
  }
}

run "unknown_type_of_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { type = "gp3" }
  }
}

run "data_disk_called_root" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { root = { size_gb = 10 } }
  }
}

run "small_data_disk" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { receipts = { size_gb = 1 } }
  }
}

run "unknown_type_of_data_disk" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { receipts = { size_gb = 10, type = "gp3" } }
  }
}

run "key_with_a_version" {
  command         = plan
  expect_failures = [var.kms_key_name]
  variables {
    kms_key_name = "projects/payments/locations/europe-west1/keyRings/disks/cryptoKeys/machines/cryptoKeyVersions/1"
  }
}

run "ingress_with_the_name_of_the_rule_for_ssh" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { ssh-through-iap = { port = 22, cidrs = ["10.20.0.0/16"] } }
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

run "access_name_with_capitals" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { Operators = { preset = "admin", principals = ["group:operators@example.com"] } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "owner", principals = ["group:operators@example.com"] } }
  }
}

run "access_of_nobody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = [] } }
  }
}

run "access_of_everybody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = ["allAuthenticatedUsers"] } }
  }
}

run "access_of_a_domain" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { operators = { preset = "admin", principals = ["domain:example.com"] } }
  }
}

run "user_data_of_no_kind" {
  command         = plan
  expect_failures = [var.user_data]
  variables {
    user_data = "apt-get install nginx"
  }
}

run "cloud_init_for_debian" {
  command         = plan
  expect_failures = [var.user_data]
  variables {
    image     = "debian-12"
    user_data = "#cloud-config\n"
  }
}

run "large_user_data" {
  command         = plan
  expect_failures = [var.user_data]
  variables {
    user_data = join("\n", concat(["#!/bin/sh"], [for number in range(1000) : join("", [for part in range(10) : "# thirty characters of a script"])]))
  }
}

run "tag_with_capitals" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { Team = "payments" }
  }
}

run "tag_value_with_a_space" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = "payments team" }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(65) : "tag${number}" => "x" }
  }
}
