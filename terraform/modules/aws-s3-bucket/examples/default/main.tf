module "bucket" {
  source = "../.."

  name = "planroom-example-default"
  tags = { team = "payments", environment = "dev" }
}

output "arn" {
  value = module.bucket.arn
}
