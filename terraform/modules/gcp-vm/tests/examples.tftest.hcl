mock_provider "google" {
  # So that outputs, which hold what Google answers, can be compared in a plan.
  override_during = plan

  mock_resource "google_service_account" {
    defaults = { member = "serviceAccount:planroom-example@payments-dev-123456.iam.gserviceaccount.com" }
  }

  mock_resource "google_compute_instance" {
    defaults = { id = "projects/payments-dev-123456/zones/europe-west1-b/instances/planroom-ex-logins" }
  }
}

run "default" {
  command   = plan
  providers = { google = google }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.service_account_member == "serviceAccount:planroom-example@payments-dev-123456.iam.gserviceaccount.com"
    error_message = "The machine's account can be given roles."
  }
}

run "data_disks_and_logins" {
  command   = plan
  providers = { google = google }

  module {
    source = "./examples/data-disks-and-logins"
  }

  assert {
    condition     = endswith(output.id, "/instances/planroom-ex-logins")
    error_message = "The machine's ID is given on."
  }
}
