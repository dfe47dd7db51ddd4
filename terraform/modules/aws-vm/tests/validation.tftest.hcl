mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
}

variables {
  name              = "payments"
  image_id          = "ami-0a1b2c3d4e5f67890"
  vpc_id            = "vpc-0a1b2c3d4e5f67890"
  subnet_id         = "subnet-0a1b2c3d4e5f67890"
  availability_zone = "eu-west-1a"
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Payments"
  }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables {
    size = "huge"
  }
}

run "type_without_size" {
  command         = plan
  expect_failures = [var.machine_type]
  variables {
    machine_type = "m6i"
  }
}

run "unknown_image" {
  command         = plan
  expect_failures = [var.image]
  variables {
    image = "windows-2022"
  }
}

run "image_by_name" {
  command         = plan
  expect_failures = [var.image_id]
  variables {
    image_id = "ubuntu"
  }
}

run "vpc_by_name" {
  command         = plan
  expect_failures = [var.vpc_id]
  variables {
    vpc_id = "payments"
  }
}

run "subnet_by_name" {
  command         = plan
  expect_failures = [var.subnet_id]
  variables {
    subnet_id = "private-a"
  }
}

run "zone_by_id" {
  command         = plan
  expect_failures = [var.availability_zone]
  variables {
    availability_zone = "euw1-az1"
  }
}

run "small_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { size_gb = 4 }
  }
}

run "slow_root_disk" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { iops = 100 }
  }
}

run "root_disk_that_moves_too_much" {
  command         = plan
  expect_failures = [var.root_disk]
  variables {
    root_disk = { throughput = 2000 }
  }
}

run "disks_without_a_zone" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    availability_zone = null
    data_disks        = { index = { size_gb = 10 } }
  }
}

run "too_many_disks" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { for number in range(12) : "disk-${number}" => { size_gb = 10 } }
  }
}

run "disk_name_with_capitals" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { Index = { size_gb = 10 } }
  }
}

run "half_a_gigabyte" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 0.5 } }
  }
}

run "slow_disk" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 10, iops = 100 } }
  }
}

run "disk_that_moves_too_little" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 10, throughput = 10 } }
  }
}

run "device_of_the_root_disk" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 10, device_name = "/dev/sda" } }
  }
}

run "device_name_for_one_disk_only" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 10, device_name = "/dev/sdf" }, archive = { size_gb = 10 } }
  }
}

run "device_name_given_twice" {
  command         = plan
  expect_failures = [var.data_disks]
  variables {
    data_disks = { index = { size_gb = 10, device_name = "/dev/sdf" }, archive = { size_gb = 10, device_name = "/dev/sdf" } }
  }
}

run "key_by_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "alias/payments"
  }
}

run "ingress_name_with_capitals" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { Web = { port = 80, cidrs = ["10.20.0.0/16"] } }
  }
}

run "ingress_port_zero" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 0, cidrs = ["10.20.0.0/16"] } }
  }
}

run "ingress_of_all_protocols" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80, protocol = "-1", cidrs = ["10.20.0.0/16"] } }
  }
}

run "ingress_of_nobody" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80 } }
  }
}

run "ingress_of_a_name" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80, cidrs = ["office"] } }
  }
}

run "ingress_range_with_a_host" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80, cidrs = ["10.20.3.0/16"] } }
  }
}

run "ingress_of_everyone" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80, cidrs = ["0.0.0.0/0"] } }
  }
}

run "ingress_of_a_group_by_name" {
  command         = plan
  expect_failures = [var.ingress]
  variables {
    ingress = { web = { port = 80, security_groups = { balancer = "balancer" } } }
  }
}

run "egress_name_with_capitals" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { Web = { port = 80, cidrs = ["10.20.0.0/16"] } }
  }
}

run "egress_port_too_high" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { web = { port = 70000, cidrs = ["10.20.0.0/16"] } }
  }
}

run "egress_of_all_protocols" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { web = { port = 80, protocol = "all", cidrs = ["10.20.0.0/16"] } }
  }
}

run "egress_to_nowhere" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { web = { port = 80 } }
  }
}

run "egress_to_a_name" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { web = { port = 80, cidrs = ["office"] } }
  }
}

run "egress_to_a_group_by_name" {
  command         = plan
  expect_failures = [var.egress]
  variables {
    egress = { web = { port = 80, security_groups = { database = "database" } } }
  }
}

run "hop_limit_of_zero" {
  command         = plan
  expect_failures = [var.metadata_hop_limit]
  variables {
    metadata_hop_limit = 0
  }
}

run "long_user_data" {
  command         = plan
  expect_failures = [var.user_data]
  variables {
    user_data = join("", [for number in range(1001) : "fifteen letters"])
  }
}

run "boundary_by_name" {
  command         = plan
  expect_failures = [var.permissions_boundary_arn]
  variables {
    permissions_boundary_arn = "boundary"
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(50) : "tag${number}" => "x" }
  }
}
