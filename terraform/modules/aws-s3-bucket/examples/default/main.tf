module "bucket" {
  source = "../.."

  name = "planroom-example-default"
}

output "arn" {
  value = module.bucket.arn
}
