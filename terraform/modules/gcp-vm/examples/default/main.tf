module "machine" {
  source = "../.."

  name       = "planroom-example"
  zone       = "europe-west1-b"
  network    = "projects/payments-dev-123456/global/networks/dev"
  subnetwork = "projects/payments-dev-123456/regions/europe-west1/subnetworks/services"
  tags       = { team = "payments", environment = "dev" }
}

output "service_account_member" {
  value = module.machine.service_account_member
}
