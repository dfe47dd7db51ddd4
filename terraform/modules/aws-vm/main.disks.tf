locals {
  # Letters that AWS recommends for data volumes, in the order of the disks' names.
  device_names = { for index, name in sort(keys(var.data_disks)) : name => "/dev/sd${substr("fghijklmnop", index, 1)}" }
}

resource "aws_ebs_volume" "data" {
  for_each = var.data_disks

  # Not that of the instance: it would be unknown while the instance is replaced, and the volumes with it.
  availability_zone = var.availability_zone

  type           = "gp3"
  size           = each.value.size_gb
  iops           = each.value.iops
  throughput     = each.value.throughput
  encrypted      = true
  kms_key_id     = var.kms_key_arn
  final_snapshot = each.value.final_snapshot

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}

resource "aws_volume_attachment" "data" {
  for_each = var.data_disks

  device_name = coalesce(each.value.device_name, local.device_names[each.key])
  volume_id   = aws_ebs_volume.data[each.key].id
  instance_id = aws_instance.this.id

  # A volume that is torn away while it is written to loses data.
  stop_instance_before_detaching = true
}
