mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { insecure_value = "ami-0f1e2d3c4b5a69788" }
  }

  mock_resource "aws_instance" {
    defaults = { private_ip = "10.20.0.10" }
  }

  mock_resource "aws_ebs_volume" {
    defaults = { id = "vol-0a1b2c3d4e5f67890" }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.private_ip == "10.20.0.10"
    error_message = "A network and an image are all that is needed."
  }
}

run "data_and_ingress" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/data-and-ingress"
  }

  assert {
    condition     = keys(output.data_disk_ids) == ["backups", "index"]
    error_message = "Disks are given by name."
  }
}
