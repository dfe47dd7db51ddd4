mock_provider "google" {
  # So that what belongs to the machine can be compared in a plan.
  override_during = plan

  mock_resource "google_service_account" {
    defaults = {
      email = "payments-batch@payments-dev-123456.iam.gserviceaccount.com"
      name  = "projects/payments-dev-123456/serviceAccounts/payments-batch@payments-dev-123456.iam.gserviceaccount.com"
    }
  }

  mock_resource "google_compute_disk" {
    defaults = { self_link = "disk" }
  }
}

variables {
  name       = "payments-batch"
  zone       = "europe-west1-b"
  network    = "projects/network-dev-123456/global/networks/dev"
  subnetwork = "projects/network-dev-123456/regions/europe-west1/subnetworks/services"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = google_compute_instance.this.name == "payments-batch" && google_compute_instance.this.machine_type == "e2-small" && google_compute_instance.this.zone == "europe-west1-b"
    error_message = "The machine has the given name and place and is small."
  }

  assert {
    condition     = google_compute_disk.root.image == "projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64" && google_compute_disk.root.size == 20 && google_compute_instance.this.boot_disk[0].source == "disk" && !google_compute_instance.this.boot_disk[0].auto_delete
    error_message = "The machine starts Ubuntu from a disk of its own."
  }

  assert {
    condition     = length(google_compute_instance.this.network_interface) == 1 && length(google_compute_instance.this.network_interface[0].access_config) == 0 && length(google_compute_instance.this.network_interface[0].ipv6_access_config) == 0 && google_compute_instance.this.network_interface[0].subnetwork == var.subnetwork
    error_message = "The machine is in the given subnetwork and has no public address."
  }

  assert {
    condition     = google_compute_instance.this.metadata == tomap({ enable-oslogin = "TRUE", block-project-ssh-keys = "TRUE", serial-port-enable = "FALSE" })
    error_message = "People log in by OS Login, keys of the project do not work, and the serial port is closed."
  }

  assert {
    condition = alltrue([
      google_compute_instance.this.shielded_instance_config[0].enable_secure_boot,
      google_compute_instance.this.shielded_instance_config[0].enable_vtpm,
      google_compute_instance.this.shielded_instance_config[0].enable_integrity_monitoring,
    ])
    error_message = "The machine is shielded in all three ways."
  }

  assert {
    condition     = google_compute_instance.this.service_account[0].email == google_service_account.this.email && google_compute_instance.this.service_account[0].scopes == toset(["cloud-platform"]) && google_service_account.this.account_id == "payments-batch"
    error_message = "The machine has a service account of its own."
  }

  assert {
    condition     = google_compute_instance.this.deletion_protection && length(google_compute_instance.this.attached_disk) == 0
    error_message = "The machine is protected and has no further disks."
  }

  assert {
    condition = alltrue([
      length(google_compute_firewall.ingress) == 0,
      google_compute_firewall.ssh[0].direction == "INGRESS",
      one(google_compute_firewall.ssh[0].allow).protocol == "tcp",
      google_compute_firewall.ssh[0].log_config[0].metadata == "INCLUDE_ALL_METADATA",
      google_compute_firewall.ssh[0].source_ranges == toset(["35.235.240.0/20"]),
      one(google_compute_firewall.ssh[0].allow).ports == tolist(["22"]),
      google_compute_firewall.ssh[0].target_service_accounts == toset([google_service_account.this.email]),
      google_compute_firewall.ssh[0].project == "network-dev-123456",
    ])
    error_message = "Only SSH is let in, only from Identity-Aware Proxy and only to this machine, by a rule in the network's project, and it is logged."
  }

  assert {
    condition     = length(google_compute_instance_iam_member.login) + length(google_iap_tunnel_instance_iam_member.login) + length(google_service_account_iam_member.login) == 0
    error_message = "Nobody may log in who was not named."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    project             = "payments-dev-123456"
    size                = "xlarge"
    image               = "debian-12"
    user_data           = "#!/bin/sh\n"
    deletion_protection = false
    ssh_through_iap     = false
    kms_key_name        = "projects/payments/locations/europe-west1/keyRings/disks/cryptoKeys/machines"
    root_disk           = { size_gb = 50, type = "pd-ssd" }
    data_disks = {
      receipts = { size_gb = 100 }
      archive  = { size_gb = 500, type = "pd-standard" }
    }
    tags = { team = "payments" }
  }

  assert {
    condition = alltrue([
      google_compute_instance.this.machine_type == "e2-standard-4",
      google_compute_instance.this.project == "payments-dev-123456",
      google_compute_instance.this.metadata["startup-script"] == "#!/bin/sh\n",
      !google_compute_instance.this.deletion_protection,
    ])
    error_message = "Size, project, user data and protection are as given."
  }

  assert {
    condition     = "${google_compute_disk.root.image} ${google_compute_disk.root.size} ${google_compute_disk.root.type}" == "projects/debian-cloud/global/images/family/debian-12 50 pd-ssd"
    error_message = "The root disk is as given."
  }

  assert {
    condition = { for name, disk in google_compute_disk.data : name => "${disk.name} ${disk.size} ${disk.type} ${disk.zone}" } == {
      archive  = "payments-batch-archive 500 pd-standard europe-west1-b"
      receipts = "payments-batch-receipts 100 pd-balanced europe-west1-b"
    }
    error_message = "The data disks are as given."
  }

  assert {
    condition     = [for disk in google_compute_instance.this.attached_disk : disk.device_name] == ["archive", "receipts"]
    error_message = "The data disks are attached by their names."
  }

  assert {
    condition     = alltrue([for disk in concat([google_compute_disk.root], values(google_compute_disk.data)) : disk.disk_encryption_key[0].kms_key_self_link == var.kms_key_name && disk.labels == tomap({ team = "payments" })])
    error_message = "All disks are encrypted with the own key and have the tags."
  }

  assert {
    condition     = google_compute_instance.this.labels == tomap({ team = "payments" })
    error_message = "The machine has the tags."
  }

  assert {
    condition     = length(google_compute_firewall.ssh) == 0
    error_message = "SSH through Identity-Aware Proxy can be left out."
  }
}

run "ingress_and_logins" {
  command = plan

  variables {
    machine_type = "n2-standard-4"
    user_data    = "#cloud-config\n"
    ingress = {
      https = { port = 443, cidrs = ["10.20.0.0/16", "10.30.0.0/16"] }
      dns   = { port = 53, protocol = "udp", cidrs = ["10.20.0.0/16"] }
    }
    access = {
      developers = { preset = "user", principals = ["group:developers@example.com", "user:guest@example.com"] }
      operators  = { preset = "admin", principals = ["group:operators@example.com"] }
    }
  }

  assert {
    condition     = google_compute_instance.this.machine_type == "n2-standard-4" && google_compute_instance.this.metadata["user-data"] == "#cloud-config\n"
    error_message = "The type of machine wins over the size, and a cloud-init document gets to cloud-init."
  }

  assert {
    condition = { for name, rule in google_compute_firewall.ingress : name => "${rule.direction} ${one(rule.allow).protocol} ${join(",", one(rule.allow).ports)} ${join(",", sort(rule.source_ranges))} ${one(rule.target_service_accounts)}" } == {
      dns   = "INGRESS udp 53 10.20.0.0/16 payments-batch@payments-dev-123456.iam.gserviceaccount.com"
      https = "INGRESS tcp 443 10.20.0.0/16,10.30.0.0/16 payments-batch@payments-dev-123456.iam.gserviceaccount.com"
    }
    error_message = "Exactly those can connect to exactly those ports of this machine."
  }

  assert {
    condition = { for name, member in google_compute_instance_iam_member.login : name => "${member.instance_name} ${member.role} ${member.member}" } == {
      "developers/0" = "payments-batch roles/compute.osLogin group:developers@example.com"
      "developers/1" = "payments-batch roles/compute.osLogin user:guest@example.com"
      "operators/0"  = "payments-batch roles/compute.osAdminLogin group:operators@example.com"
    }
    error_message = "Each preset gives its own role on this machine to exactly those."
  }

  assert {
    condition = alltrue([
      keys(google_iap_tunnel_instance_iam_member.login) == keys(google_compute_instance_iam_member.login),
      keys(google_service_account_iam_member.login) == keys(google_compute_instance_iam_member.login),
      alltrue([for member in google_iap_tunnel_instance_iam_member.login : member.role == "roles/iap.tunnelResourceAccessor" && member.instance == "payments-batch"]),
      alltrue([for member in google_service_account_iam_member.login : member.role == "roles/iam.serviceAccountUser" && member.service_account_id == google_service_account.this.name]),
    ])
    error_message = "They may come through the proxy to this machine and use its account."
  }
}

run "logins_without_the_proxy" {
  command = plan

  variables {
    ssh_through_iap = false
    access          = { operators = { preset = "admin", principals = ["group:operators@example.com"] } }
  }

  assert {
    condition     = length(google_iap_tunnel_instance_iam_member.login) == 0 && length(google_compute_instance_iam_member.login) == 1
    error_message = "Without the proxy, nobody needs a right to it."
  }
}

run "medium_machine" {
  command = plan

  variables {
    size = "medium"
  }

  assert {
    condition     = google_compute_instance.this.machine_type == "e2-medium" && google_compute_instance.this.allow_stopping_for_update
    error_message = "A machine of medium size has more memory, and another size may stop it."
  }
}

run "large_machine" {
  command = plan

  variables {
    size = "large"
  }

  assert {
    condition     = google_compute_instance.this.machine_type == "e2-standard-2"
    error_message = "A large machine has processors of its own."
  }
}
