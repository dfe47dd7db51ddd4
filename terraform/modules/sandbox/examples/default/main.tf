module "sandbox" {
  source = "../.."
}

output "endpoint" {
  value = module.sandbox.endpoint
}
