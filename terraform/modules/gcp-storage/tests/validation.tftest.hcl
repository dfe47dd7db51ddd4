mock_provider "google" {}

variables {
  name     = "payments-receipts"
  location = "europe-west1"
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "name_too_short" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "ab"
  }
}

run "name_with_a_dot" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "payments.example.com"
  }
}

run "name_with_the_word_google" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "my-google-bucket"
  }
}

run "project_by_number" {
  command         = plan
  expect_failures = [var.project]
  variables {
    project = "123456789012"
  }
}

run "location_in_the_wrong_case" {
  command         = plan
  expect_failures = [var.location]
  variables {
    location = "Europe-West1"
  }
}

run "location_of_another_cloud" {
  command         = plan
  expect_failures = [var.location]
  variables {
    location = "eu-west-1"
  }
}

run "key_with_a_version" {
  command         = plan
  expect_failures = [var.encryption]
  variables {
    encryption = { kms_key_name = "projects/payments/locations/europe-west1/keyRings/storage/cryptoKeys/receipts/cryptoKeyVersions/1" }
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

run "soft_delete_of_a_day" {
  command         = plan
  expect_failures = [var.soft_delete_days]
  variables {
    soft_delete_days = 1
  }
}

run "access_name_with_capitals" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { Reports = { preset = "read", principals = ["group:audit@example.com"] } }
  }
}

run "unknown_preset" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "admin", principals = ["group:audit@example.com"] } }
  }
}

run "access_of_nobody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = [] } }
  }
}

run "access_of_everybody" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["allUsers"] } }
  }
}

run "access_of_everybody_who_is_logged_in" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["allAuthenticatedUsers"] } }
  }
}

run "access_of_a_domain" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["domain:example.com"] } }
  }
}

run "access_of_a_whole_pool" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/*"] } }
  }
}

run "prefix_without_slash" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "read", principals = ["group:audit@example.com"], prefix = "reports" } }
  }
}

run "prefix_for_a_list" {
  command         = plan
  expect_failures = [var.access]
  variables {
    access = { reports = { preset = "list", principals = ["group:audit@example.com"], prefix = "reports/" } }
  }
}

run "tag_with_capitals" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { Team = "payments" }
  }
}

run "tag_of_google" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { goog-team = "payments" }
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
