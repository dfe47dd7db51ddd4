# Local to the provider: neither asks anything of AWS.
data "aws_partition" "current" {}
data "aws_region" "current" {}

# The vendors say here which image is the newest. Not asked with an image of your own.
data "aws_ssm_parameter" "image" {
  count = var.image_id == null ? 1 : 0

  name = local.image_parameters[var.image]
}

locals {
  machine_type = coalesce(var.machine_type, {
    small  = "t3.small"
    medium = "t3.medium"
    large  = "m6i.large"
    xlarge = "m6i.xlarge"
  }[var.size])

  # Families with Graviton processors have a "g" after their generation: t4g, m7gd, im4gn.
  is_arm = can(regex("^([a-z]+[0-9]+g[a-z]*|a1)[.]", local.machine_type))

  image_parameters = {
    "ubuntu-24.04"      = "/aws/service/canonical/ubuntu/server/24.04/stable/current/${local.is_arm ? "arm64" : "amd64"}/hvm/ebs-gp3/ami-id"
    "debian-12"         = "/aws/service/debian/release/12/latest/${local.is_arm ? "arm64" : "amd64"}"
    "amazon-linux-2023" = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${local.is_arm ? "arm64" : "x86_64"}"
  }

  # Debian's image comes without the agent by which Systems Manager reaches the machine.
  needs_agent = var.image_id == null && var.image == "debian-12"

  agent_address = "https://s3.${data.aws_region.current.name}.${data.aws_partition.current.dns_suffix}/amazon-ssm-${data.aws_region.current.name}/latest/debian_${local.is_arm ? "arm64" : "amd64"}/amazon-ssm-agent.deb"

  user_data = !local.needs_agent ? var.user_data : templatefile("${path.module}/user-data-with-agent.tftpl", {
    agent_address = local.agent_address
    user_data     = var.user_data
  })
}

resource "aws_instance" "this" {
  ami           = coalesce(var.image_id, one(data.aws_ssm_parameter.image[*].insecure_value))
  instance_type = local.machine_type

  subnet_id                   = var.subnet_id
  availability_zone           = var.availability_zone
  vpc_security_group_ids      = [aws_security_group.this.id]
  associate_public_ip_address = false

  iam_instance_profile        = aws_iam_instance_profile.this.name
  user_data                   = local.user_data
  user_data_replace_on_change = var.user_data_replace_on_change

  disable_api_termination = var.deletion_protection
  monitoring              = var.detailed_monitoring

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = var.metadata_hop_limit
    instance_metadata_tags      = "disabled"
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = var.root_disk.size_gb
    iops        = var.root_disk.iops
    throughput  = var.root_disk.throughput
    encrypted   = true
    kms_key_id  = var.kms_key_arn
    tags        = merge(var.tags, { Name = "${var.name}-root" })
  }

  tags = merge(var.tags, { Name = var.name })

  lifecycle {
    # A newer image of the vendor must not replace a running machine.
    ignore_changes = [ami]
  }
}
