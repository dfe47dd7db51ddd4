module "machine" {
  source = "../.."

  name       = "planroom-ex-logins"
  project    = "payments-dev-123456"
  zone       = "europe-west1-b"
  network    = "projects/payments-dev-123456/global/networks/dev"
  subnetwork = "projects/payments-dev-123456/regions/europe-west1/subnetworks/services"
  size       = "large"
  image      = "debian-12"

  kms_key_name = "projects/payments-dev-123456/locations/europe-west1/keyRings/disks/cryptoKeys/machines"

  data_disks = {
    receipts = { size_gb = 100 }
    backups  = { size_gb = 200, type = "pd-standard" }
  }

  ingress = {
    https = { port = 443, cidrs = ["10.20.0.0/16"] }
  }

  access = {
    developers = { preset = "user", principals = ["group:developers@example.com"] }
    operators  = { preset = "admin", principals = ["group:operators@example.com"] }
  }

  user_data = <<-EOT
    #!/bin/sh
    test -e /srv/ready || mkdir -p /srv/ready
  EOT

  tags = { team = "payments", environment = "dev" }
}

output "id" {
  value = module.machine.id
}
