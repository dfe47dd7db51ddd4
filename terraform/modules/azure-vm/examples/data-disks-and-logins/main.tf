module "machine" {
  source = "../.."

  name                = "planroom-ex-logins"
  resource_group_name = "payments-dev"
  location            = "westeurope"
  zone                = "1"
  subnet_id           = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/network-dev/providers/Microsoft.Network/virtualNetworks/dev/subnets/services"
  size                = "large"
  image               = "debian-12"
  ssh_public_key      = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExam example"

  disk_encryption_set_id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/payments-dev/providers/Microsoft.Compute/diskEncryptionSets/payments"

  data_disks = {
    receipts = { size_gb = 128, lun = 0 }
    backups  = { size_gb = 256, lun = 1, type = "StandardSSD_LRS" }
  }

  ingress = {
    ssh   = { port = 22, cidrs = ["10.20.0.0/26"] }
    https = { port = 443, cidrs = ["10.20.0.0/16"] }
  }

  access = {
    developers = {
      preset         = "user"
      principals     = ["aaaaaaaa-0000-0000-0000-000000000001"]
      principal_type = "Group"
    }
    operators = {
      preset         = "admin"
      principals     = ["aaaaaaaa-0000-0000-0000-000000000002"]
      principal_type = "Group"
    }
  }

  tags = { team = "payments", environment = "dev" }
}

output "principal_id" {
  value = module.machine.principal_id
}
