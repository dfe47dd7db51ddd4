module "vpc" {
  source = "../.."

  name                      = "planroom-kubernetes"
  cidr                      = "10.40.0.0/16"
  availability_zones        = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  subnet_bits               = { private = 2, public = 8 }
  nat                       = "per-zone"
  kubernetes_load_balancers = true
  tags                      = { team = "payments", environment = "dev" }
}

output "private_subnet_cidrs" {
  value = module.vpc.private_subnet_cidrs
}
