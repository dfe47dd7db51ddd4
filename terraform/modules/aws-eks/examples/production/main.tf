module "cluster" {
  source = "../.."

  name               = "planroom-production"
  kubernetes_version = "1.33"
  vpc_id             = "vpc-0a1b2c3d4e5f67890"
  subnet_ids         = ["subnet-0a1b2c3d4e5f67890", "subnet-0f1e2d3c4b5a69788", "subnet-0123456789abcdef0"]
  support            = "extended"

  create_kms_key = false
  kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

  allowed_security_groups = { runner = "sg-0a1b2c3d4e5f67890" }
  allowed_cidrs           = { office = "10.10.0.0/16" }
  public_endpoint_cidrs   = { office = "203.0.113.0/24" }

  control_plane_logs = { log_retention_days = 365 }

  access_entries = {
    platform  = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin" }
    developer = { principal_arn = "arn:aws:iam::111122223333:role/developer", preset = "edit", namespaces = ["payments"] }
    reviewer  = { principal_arn = "arn:aws:iam::111122223333:role/reviewer", preset = "view" }
  }

  node_groups = {
    general = {
      size     = "large"
      min_size = 3
      max_size = 9
    }
    batch = {
      machine_types = ["m6i.xlarge", "m6a.xlarge", "m5.xlarge"]
      spot          = true
      min_size      = 0
      max_size      = 20
      labels        = { workload = "batch" }
      taints        = [{ key = "workload", value = "batch", effect = "NoSchedule" }]
    }
  }

  addons = {
    vpc-cni                = { version = "v1.19.5-eksbuild.1", configuration = "{\"enableNetworkPolicy\":\"true\"}" }
    kube-proxy             = {}
    coredns                = {}
    eks-pod-identity-agent = {}
    aws-ebs-csi-driver     = { service_account_roles = { ebs-csi-controller-sa = "arn:aws:iam::111122223333:role/volumes" } }
  }

  tags = { team = "payments", environment = "dev" }
}

output "oidc_provider_arn" {
  value = module.cluster.oidc_provider_arn
}
