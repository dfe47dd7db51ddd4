mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-0f1e2d3c4b5a69788" }
  }
}

variables {
  name      = "payments"
  vpc_id    = "vpc-0a1b2c3d4e5f67890"
  subnet_id = "subnet-0a1b2c3d4e5f67890"
}

run "secure_by_default" {
  command = plan

  assert {
    condition     = aws_instance.this.associate_public_ip_address == false && aws_instance.this.subnet_id == "subnet-0a1b2c3d4e5f67890"
    error_message = "The machine has no public address."
  }

  assert {
    condition = alltrue([
      aws_instance.this.metadata_options[0].http_tokens == "required",
      aws_instance.this.metadata_options[0].http_put_response_hop_limit == 1,
      aws_instance.this.metadata_options[0].instance_metadata_tags == "disabled",
    ])
    error_message = "The metadata service answers to tokens only, and to the machine only."
  }

  assert {
    condition     = aws_instance.this.root_block_device[0].encrypted && aws_instance.this.root_block_device[0].volume_size == 20 && aws_instance.this.root_block_device[0].volume_type == "gp3"
    error_message = "The root disk is encrypted."
  }

  assert {
    condition     = aws_instance.this.disable_api_termination && aws_instance.this.monitoring && !aws_instance.this.user_data_replace_on_change
    error_message = "The machine is protected and watched."
  }

  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.this) == 0
    error_message = "Nobody may connect."
  }

  assert {
    condition     = { for name, rule in aws_vpc_security_group_egress_rule.this : name => rule.from_port } == { "https 0.0.0.0/0" = 443, "packages 0.0.0.0/0" = 80 }
    error_message = "The machine reaches the services of AWS and packages only."
  }

  assert {
    condition     = aws_instance.this.instance_type == "t3.small" && length(aws_ebs_volume.data) == 0
    error_message = "The machine is small and has no further disks."
  }
}

run "sessions_instead_of_keys" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Sid       = "InstancesOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "ec2.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
    error_message = "Machines take the role, nobody else."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.systems_manager.policy_arn == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    error_message = "Systems Manager reaches the machine."
  }

  assert {
    condition     = aws_iam_role.this.name == "payments-eu-west-1-vm" && aws_instance.this.iam_instance_profile == aws_iam_role.this.name
    error_message = "The machine has the role, under a name that does not meet that of another region."
  }
}

run "newest_image_of_the_vendor" {
  command = plan

  assert {
    condition     = data.aws_ssm_parameter.image[0].name == "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
    error_message = "Canonical says which image of Ubuntu is the newest."
  }

  assert {
    condition     = aws_instance.this.ami == "ami-0f1e2d3c4b5a69788"
    error_message = "The machine starts from it."
  }
}

run "image_for_arm" {
  command = plan

  variables {
    image        = "amazon-linux-2023"
    machine_type = "im4gn.large"
    size         = "xlarge"
  }

  assert {
    condition     = data.aws_ssm_parameter.image[0].name == "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    error_message = "The image's processor is that of the machine."
  }

  assert {
    condition     = aws_instance.this.instance_type == "im4gn.large"
    error_message = "The type wins over the size."
  }
}

run "debian_gets_its_agent" {
  command = plan

  variables {
    image     = "debian-12"
    user_data = "#!/bin/sh\necho started\n"
  }

  assert {
    condition     = data.aws_ssm_parameter.image[0].name == "/aws/service/debian/release/12/latest/amd64"
    error_message = "Debian says which image is the newest."
  }

  assert {
    condition     = strcontains(aws_instance.this.user_data, "'https://s3.eu-west-1.amazonaws.com/amazon-ssm-eu-west-1/latest/debian_amd64/amazon-ssm-agent.deb'")
    error_message = "The agent is fetched from AWS, in the machine's region."
  }

  assert {
    condition     = startswith(aws_instance.this.user_data, "Content-Type: multipart/mixed; boundary=\"planroom-part\"\nMIME-Version: 1.0\n\n--planroom-part\n")
    error_message = "The user data is a document of several parts."
  }

  assert {
    condition     = endswith(aws_instance.this.user_data, "\n--planroom-part\nContent-Type: text/plain; charset=\"utf-8\"\n\n#!/bin/sh\necho started\n\n\n--planroom-part--\n")
    error_message = "The caller's user data follows in a part of its own."
  }
}

run "debian_without_user_data" {
  command = plan

  variables {
    image = "debian-12"
  }

  assert {
    condition     = length(regexall("--planroom-part\n", aws_instance.this.user_data)) == 1 && endswith(aws_instance.this.user_data, "amazon-ssm-agent\n\n--planroom-part--\n")
    error_message = "Only the agent's part is there."
  }
}

run "own_image_asks_nothing" {
  command = plan

  variables {
    image     = "debian-12"
    image_id  = "ami-0a1b2c3d4e5f67890"
    user_data = "#!/bin/sh\necho started\n"
  }

  assert {
    condition     = length(data.aws_ssm_parameter.image) == 0 && aws_instance.this.ami == "ami-0a1b2c3d4e5f67890"
    error_message = "An image of one's own is used as it is, without a question to AWS."
  }

  assert {
    condition     = aws_instance.this.user_data == var.user_data
    error_message = "Its user data is the caller's."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    size                        = "large"
    availability_zone           = "eu-west-1a"
    root_disk                   = { size_gb = 40, iops = 4000, throughput = 250 }
    data_disks                  = { index = { size_gb = 200, iops = 6000, throughput = 500 }, archive = { size_gb = 500, final_snapshot = false } }
    kms_key_arn                 = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    metadata_hop_limit          = 2
    user_data                   = "#cloud-config\n"
    user_data_replace_on_change = true
    detailed_monitoring         = false
    permissions_boundary_arn    = "arn:aws:iam::111122223333:policy/boundary"
    deletion_protection         = false
    tags                        = { team = "payments" }
    ingress = {
      web = { port = 8080, cidrs = ["10.20.0.0/16", "10.30.0.0/16"], security_groups = { balancer = "sg-0a1b2c3d4e5f67890" } }
      dns = { port = 53, protocol = "udp", cidrs = ["10.20.0.0/16"] }
    }
    egress = {
      database = { port = 5432, security_groups = { payments = "sg-0f1e2d3c4b5a69788" } }
    }
  }

  assert {
    condition = alltrue([
      aws_instance.this.instance_type == "m6i.large",
      aws_instance.this.availability_zone == "eu-west-1a",
      aws_instance.this.metadata_options[0].http_put_response_hop_limit == 2,
      aws_instance.this.user_data == "#cloud-config\n",
      aws_instance.this.user_data_replace_on_change,
      !aws_instance.this.monitoring,
      !aws_instance.this.disable_api_termination,
    ])
    error_message = "The machine is as given."
  }

  assert {
    condition = alltrue([
      aws_instance.this.root_block_device[0].volume_size == 40,
      aws_instance.this.root_block_device[0].iops == 4000,
      aws_instance.this.root_block_device[0].throughput == 250,
      aws_instance.this.root_block_device[0].kms_key_id == var.kms_key_arn,
    ])
    error_message = "The root disk is as given, with the key."
  }

  assert {
    condition = alltrue([for name, disk in aws_ebs_volume.data : alltrue([
      disk.size == var.data_disks[name].size_gb,
      disk.encrypted,
      disk.kms_key_id == var.kms_key_arn,
      disk.availability_zone == "eu-west-1a",
      disk.type == "gp3",
      disk.final_snapshot == (name == "index"),
    ])]) && aws_ebs_volume.data["index"].iops == 6000 && aws_ebs_volume.data["index"].throughput == 500
    error_message = "Data disks are as given, encrypted with the key, in the zone."
  }

  assert {
    condition     = { for name, attachment in aws_volume_attachment.data : name => attachment.device_name } == { archive = "/dev/sdf", index = "/dev/sdg" } && alltrue([for attachment in aws_volume_attachment.data : attachment.stop_instance_before_detaching])
    error_message = "Device names follow the disks' names, and disks are taken from a stopped machine only."
  }

  assert {
    condition = { for name, rule in aws_vpc_security_group_ingress_rule.this : name => "${rule.ip_protocol} ${rule.from_port}-${rule.to_port} ${coalesce(rule.cidr_ipv4, rule.referenced_security_group_id)} ${rule.description}" } == {
      "dns 10.20.0.0/16" = "udp 53-53 10.20.0.0/16 dns"
      "web 10.20.0.0/16" = "tcp 8080-8080 10.20.0.0/16 web"
      "web 10.30.0.0/16" = "tcp 8080-8080 10.30.0.0/16 web"
      "web balancer"     = "tcp 8080-8080 sg-0a1b2c3d4e5f67890 web"
    }
    error_message = "Exactly the given ranges and groups may connect."
  }

  assert {
    condition     = { for name, rule in aws_vpc_security_group_egress_rule.this : name => "${rule.from_port} ${rule.referenced_security_group_id}" } == { "database payments" = "5432 sg-0f1e2d3c4b5a69788" }
    error_message = "Egress as given takes the place of the usual one."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == var.permissions_boundary_arn
    error_message = "Roles are limited by the given boundary."
  }

  assert {
    condition = alltrue([for tags in concat(
      [aws_instance.this.tags, aws_instance.this.root_block_device[0].tags, aws_security_group.this.tags, aws_iam_role.this.tags, aws_iam_instance_profile.this.tags],
      [for each in concat(values(aws_ebs_volume.data), values(aws_vpc_security_group_ingress_rule.this), values(aws_vpc_security_group_egress_rule.this)) : each.tags],
    ) : tags["team"] == "payments" && startswith(tags["Name"], "payments")])
    error_message = "Everything carries the caller's tags and a name."
  }
}

run "device_names_as_given" {
  command = plan

  variables {
    availability_zone = "eu-west-1a"
    data_disks        = { archive = { size_gb = 10, device_name = "/dev/sdp" }, index = { size_gb = 10, device_name = "/dev/sdf" } }
  }

  assert {
    condition     = { for name, attachment in aws_volume_attachment.data : name => attachment.device_name } == { archive = "/dev/sdp", index = "/dev/sdf" }
    error_message = "Device names are as given."
  }
}
