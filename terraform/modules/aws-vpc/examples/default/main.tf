module "vpc" {
  source = "../.."

  name               = "planroom-example"
  cidr               = "10.20.0.0/16"
  availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  tags               = { team = "payments", environment = "dev" }
}

output "private_subnet_cidrs" {
  value = module.vpc.private_subnet_cidrs
}
