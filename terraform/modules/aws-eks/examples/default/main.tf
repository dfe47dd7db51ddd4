module "cluster" {
  source = "../.."

  name               = "planroom-example"
  kubernetes_version = "1.33"
  vpc_id             = "vpc-0a1b2c3d4e5f67890"
  subnet_ids         = ["subnet-0a1b2c3d4e5f67890", "subnet-0f1e2d3c4b5a69788"]

  access_entries = {
    platform = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin" }
  }

  tags = { team = "payments", environment = "dev" }
}

output "endpoint" {
  value = module.cluster.endpoint
}
