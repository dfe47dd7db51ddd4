module "registry" {
  source = "../.."

  name = "planroom-example"

  repositories = {
    web = {}
    api = {}
  }

  tags = { team = "payments", environment = "dev" }
}

output "repository_urls" {
  value = module.registry.repository_urls
}
