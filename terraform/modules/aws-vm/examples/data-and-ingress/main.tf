module "vm" {
  source = "../.."

  name              = "planroom-search"
  size              = "large"
  image             = "debian-12"
  vpc_id            = "vpc-0a1b2c3d4e5f67890"
  subnet_id         = "subnet-0a1b2c3d4e5f67890"
  availability_zone = "eu-west-1a"

  root_disk = { size_gb = 30 }

  data_disks = {
    index   = { size_gb = 200, iops = 6000, throughput = 250 }
    backups = { size_gb = 500 }
  }

  kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  ingress = {
    search = {
      port            = 9200
      cidrs           = ["10.20.0.0/16"]
      security_groups = { portal = "sg-0a1b2c3d4e5f67890" }
    }
  }

  user_data = <<-EOT
    #!/bin/sh
    hostnamectl set-hostname search
  EOT

  tags = { team = "payments", environment = "dev" }
}

output "data_disk_ids" {
  value = module.vm.data_disk_ids
}
