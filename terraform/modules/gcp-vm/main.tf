locals {
  sizes = {
    small  = "e2-small"
    medium = "e2-medium"
    large  = "e2-standard-2"
    xlarge = "e2-standard-4"
  }

  # Families, of which Google takes the newest image on the day the disk is made.
  images = {
    "ubuntu-24.04" = "projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64"
    "debian-12"    = "projects/debian-cloud/global/images/family/debian-12"
  }

  login_roles = {
    user  = "roles/compute.osLogin"
    admin = "roles/compute.osAdminLogin"
  }

  # By position and not by principal, because the address of a service account made by the same apply is not known in the plan.
  logins = merge([
    for name, entry in var.access : {
      for position, principal in entry.principals : "${name}/${position}" => {
        role   = local.login_roles[entry.preset]
        member = principal
      }
    }
  ]...)

  # Ubuntu reads both; Debian has no cloud-init in Google's image, but Google's agent runs scripts on each.
  is_cloud_config = var.user_data == null ? false : startswith(var.user_data, "#cloud-config")

  # Rules belong to the network, which with a shared one is in another project than the machine.
  network_project = regex("projects/([^/]+)/global", var.network)[0]

  # Google's range for connections that came through Identity-Aware Proxy.
  iap_range = "35.235.240.0/20"
}

# The machine's own, so that rules of the firewall and rights are about this machine only.
resource "google_service_account" "this" {
  account_id   = var.name
  project      = var.project
  display_name = "Machine ${var.name}"
}

resource "google_compute_disk" "root" {
  name    = "${var.name}-root"
  project = var.project
  zone    = var.zone
  image   = local.images[var.image]
  size    = var.root_disk.size_gb
  type    = var.root_disk.type
  labels  = var.tags

  dynamic "disk_encryption_key" {
    for_each = var.kms_key_name[*]

    content {
      kms_key_self_link = disk_encryption_key.value
    }
  }
}

resource "google_compute_disk" "data" {
  for_each = var.data_disks

  name    = "${var.name}-${each.key}"
  project = var.project
  zone    = var.zone
  size    = each.value.size_gb
  type    = each.value.type
  labels  = var.tags

  dynamic "disk_encryption_key" {
    for_each = var.kms_key_name[*]

    content {
      kms_key_self_link = disk_encryption_key.value
    }
  }
}

resource "google_compute_instance" "this" {
  name                = var.name
  project             = var.project
  zone                = var.zone
  machine_type        = coalesce(var.machine_type, local.sizes[var.size])
  deletion_protection = var.deletion_protection
  labels              = var.tags

  # Another size, service account or trusted launch needs a stop and a start.
  allow_stopping_for_update = true

  # A disk of its own and not one made with the machine: there, another label or size would replace the machine.
  boot_disk {
    source      = google_compute_disk.root.self_link
    auto_delete = false
  }

  dynamic "attached_disk" {
    for_each = var.data_disks

    content {
      source      = google_compute_disk.data[attached_disk.key].self_link
      device_name = attached_disk.key
    }
  }

  # No access_config: no public address.
  network_interface {
    subnetwork = var.subnetwork
  }

  metadata = merge(
    {
      enable-oslogin         = "TRUE"
      block-project-ssh-keys = "TRUE"
      serial-port-enable     = "FALSE"
    },
    var.user_data == null ? {} : { (local.is_cloud_config ? "user-data" : "startup-script") = var.user_data },
  )

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  # What the machine may do is said by the roles of its account alone, as Google recommends.
  service_account {
    email  = google_service_account.this.email
    scopes = ["cloud-platform"]
  }
}

resource "google_compute_firewall" "ingress" {
  for_each = var.ingress

  name        = "${var.name}-${each.key}"
  project     = local.network_project
  network     = var.network
  description = "Ingress ${each.key} of the machine ${var.name}"
  direction   = "INGRESS"

  source_ranges           = each.value.cidrs
  target_service_accounts = [google_service_account.this.email]

  allow {
    protocol = each.value.protocol
    ports    = [tostring(each.value.port)]
  }
}

resource "google_compute_firewall" "ssh" {
  count = var.ssh_through_iap ? 1 : 0

  name        = "${var.name}-ssh-through-iap"
  project     = local.network_project
  network     = var.network
  description = "SSH to the machine ${var.name} through Identity-Aware Proxy"
  direction   = "INGRESS"

  source_ranges           = [local.iap_range]
  target_service_accounts = [google_service_account.this.email]

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }

  log_config {
    metadata = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_instance_iam_member" "login" {
  for_each = local.logins

  project       = var.project
  zone          = var.zone
  instance_name = google_compute_instance.this.name
  role          = each.value.role
  member        = each.value.member
}

resource "google_iap_tunnel_instance_iam_member" "login" {
  for_each = var.ssh_through_iap ? local.logins : {}

  project  = var.project
  zone     = var.zone
  instance = google_compute_instance.this.name
  role     = "roles/iap.tunnelResourceAccessor"
  member   = each.value.member
}

# Who logs in can act as the machine's account, so OS Login demands the right to.
resource "google_service_account_iam_member" "login" {
  for_each = local.logins

  service_account_id = google_service_account.this.name
  role               = "roles/iam.serviceAccountUser"
  member             = each.value.member
}
