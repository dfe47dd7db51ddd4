module "bucket" {
  source = "../.."

  name = "planroom-example-access"

  access = {
    producer = {
      preset     = "write"
      principals = ["arn:aws:iam::111122223333:role/receipts"]
      prefix     = "receipts/"
    }
    reports = {
      preset     = "read"
      principals = ["arn:aws:iam::111122223333:role/reports", "arn:aws:iam::444455556666:role/audit"]
      prefix     = "receipts/"
    }
    reports-list = {
      preset     = "list"
      principals = ["arn:aws:iam::111122223333:role/reports"]
      prefix     = "receipts/"
    }
    network-logs = {
      preset     = "deliver-logs"
      principals = ["arn:aws:iam::111122223333:root"]
      prefix     = "logs/"
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "id" {
  value = module.bucket.id
}
