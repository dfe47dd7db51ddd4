module "vm" {
  source = "../.."

  name      = "planroom-example"
  image_id  = "ami-0a1b2c3d4e5f67890"
  vpc_id    = "vpc-0a1b2c3d4e5f67890"
  subnet_id = "subnet-0a1b2c3d4e5f67890"
  tags      = { team = "payments", environment = "dev" }
}

output "private_ip" {
  value = module.vm.private_ip
}
