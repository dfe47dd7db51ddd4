module "bucket" {
  source = "../.."

  name     = "planroom-example-default"
  location = "europe-west1"
  tags     = { team = "payments", environment = "dev" }
}

output "url" {
  value = module.bucket.url
}
