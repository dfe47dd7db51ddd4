module "machine" {
  source = "../.."

  name                = "planroom-example"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  subnet_id           = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network-dev/providers/Microsoft.Network/virtualNetworks/dev/subnets/services"
  ssh_public_key      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam example"
  tags                = { team = "payments", environment = "dev" }
}

output "private_ip" {
  value = module.machine.private_ip
}
