mock_provider "google" {
  # So that outputs, which hold what Google answers, can be compared in a plan.
  override_during = plan

  mock_resource "google_storage_bucket" {
    defaults = {
      url       = "gs://planroom-example"
      self_link = "https://www.googleapis.com/storage/v1/b/planroom-example"
    }
  }
}

run "default" {
  command   = plan
  providers = { google = google }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.url == "gs://planroom-example"
    error_message = "A name and a place are all that is needed."
  }
}

run "own_key_and_archive" {
  command   = plan
  providers = { google = google }

  module {
    source = "./examples/own-key-and-archive"
  }

  assert {
    condition     = output.self_link == "https://www.googleapis.com/storage/v1/b/planroom-example"
    error_message = "Clients of the API get the bucket's URI."
  }
}

run "access" {
  command   = plan
  providers = { google = google }

  module {
    source = "./examples/access"
  }

  assert {
    condition     = output.id == "planroom-example-access"
    error_message = "The bucket's name is given on."
  }
}
