module "sandbox" {
  source = "../.."

  name     = "checkout"
  size     = "medium"
  replicas = 2

  components = {
    web    = { port = 8080, public = true }
    api    = { port = 8081, public = true }
    worker = { port = 9090 }
  }
}

output "component_urls" {
  value = module.sandbox.component_urls
}
