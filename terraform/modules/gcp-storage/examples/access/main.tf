module "bucket" {
  source = "../.."

  name     = "planroom-example-access"
  location = "EU"

  access = {
    producer = {
      preset     = "write"
      principals = ["serviceAccount:receipts@payments-dev-123456.iam.gserviceaccount.com"]
      prefix     = "receipts/"
    }
    reports = {
      preset     = "read"
      principals = ["serviceAccount:reports@payments-dev-123456.iam.gserviceaccount.com", "group:audit@example.com"]
      prefix     = "receipts/"
    }
    operators = {
      preset     = "list"
      principals = ["group:operators@example.com"]
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "id" {
  value = module.bucket.id
}
