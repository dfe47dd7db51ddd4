mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name               = "shop-dev"
  domain             = "dev.shop.example.com"
  namespace          = "shop"
  network            = { cidr = "10.60.0.0/16", availability_zones = ["eu-west-1a", "eu-west-1b"], nat = "single" }
  cluster            = { kubernetes_version = "1.33", node_size = "medium", min_nodes = 2, max_nodes = 3 }
  access_entries     = { administrators = { principal_arn = "arn:aws:iam::111122223333:role/platform", preset = "cluster-admin" } }
  database           = { size = "small", readers = 0, backup_retention_days = 7 }
  documents          = { size = "small", instances = 1, backup_retention_days = 7 }
  log_retention_days = 30
  tags               = { environment = "dev" }
}

run "platform" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.components["api"].assume_role_policy).Statement == [{
      Sid       = "PodsOfThisComponent"
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = {
          "aws:RequestTag/eks-cluster-arn"            = "arn:aws:eks:eu-west-1:111122223333:cluster/shop-dev"
          "aws:RequestTag/kubernetes-namespace"       = "shop"
          "aws:RequestTag/kubernetes-service-account" = "api"
        }
      }
    }]
    error_message = "Only pods of a component take its role, in this cluster and namespace."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.components["worker"].policy).Statement : statement.Sid => statement.Resource } == {
      ReadObjects  = ["arn:aws:s3:::shop-dev-uploads-111122223333/*"]
      WriteObjects = ["arn:aws:s3:::shop-dev-exports-111122223333/*"]
      Receive      = ["arn:aws:sqs:eu-west-1:111122223333:shop-dev-mails", "arn:aws:sqs:eu-west-1:111122223333:shop-dev-exports"]
      ReadSecrets  = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/database-??????", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/documents-??????"]
    }
    error_message = "The worker reads uploads, writes exports, and receives what is to be done."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.components["web"].policy).Statement : "${statement.Sid} ${join(" ", statement.Resource)}"] == ["ReadSecrets arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/session-key-??????"]
    error_message = "The web component reads the key of its sessions and nothing else."
  }

  assert {
    condition     = { for name, association in aws_eks_pod_identity_association.components : name => "${association.cluster_name} ${association.namespace}/${association.service_account}" } == { api = "shop-dev shop/api", web = "shop-dev shop/web", worker = "shop-dev shop/worker" }
    error_message = "Each component has its role by its service account."
  }

  assert {
    condition     = keys(output.bucket_names) == ["exports", "uploads"]
    error_message = "There is a bucket for each purpose."
  }

  assert {
    condition     = keys(output.queue_urls) == ["exports", "mails"] && keys(output.topic_arns) == ["events"] && output.secret_names == { database = "shop-dev/database", documents = "shop-dev/documents", session-key = "shop-dev/session-key" }
    error_message = "There is a queue, a topic and a secret for each purpose."
  }

  assert {
    condition     = aws_route53_zone.this.name == "dev.shop.example.com" && length(aws_route53_record.app) == 0 && aws_route53_record.authorities.records == toset(["0 issue \"amazon.com\"", "0 issuewild \"amazon.com\""])
    error_message = "The domain has a zone, and only Amazon issues certificates for it."
  }

  assert {
    condition     = aws_acm_certificate.this.domain_name == "dev.shop.example.com" && aws_acm_certificate.this.subject_alternative_names == toset(["*.dev.shop.example.com"])
    error_message = "The certificate is for the domain and what is below it."
  }
}

run "with_a_load_balancer_and_a_boundary" {
  command = plan

  variables {
    load_balancer            = "k8s-shop-1234567890.eu-west-1.elb.amazonaws.com"
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.components : role.permissions_boundary == var.permissions_boundary_arn])
    error_message = "Roles of components are limited by the boundary."
  }

  assert {
    condition     = aws_route53_record.app[0].name == "app.dev.shop.example.com" && aws_route53_record.app[0].records == toset(["k8s-shop-1234567890.eu-west-1.elb.amazonaws.com"])
    error_message = "The application's name leads to the load balancer."
  }
}

# Policies are put together from names; these two show that the names are compared with what the modules made.
run "policies_speak_of_what_is_made" {
  command = plan

  override_module {
    target = module.messaging
    outputs = {
      queue_urls = { exports = "https://sqs.eu-west-1.amazonaws.com/111122223333/shop-dev-exports", mails = "https://sqs.eu-west-1.amazonaws.com/111122223333/shop-dev-mails" }
      queue_arns = { exports = "arn:aws:sqs:eu-west-1:111122223333:shop-dev-exports", mails = "arn:aws:sqs:eu-west-1:111122223333:shop-dev-mails" }
      topic_arns = { events = "arn:aws:sns:eu-west-1:111122223333:shop-dev-events" }
    }
  }

  override_module {
    target = module.buckets["uploads"]
    outputs = {
      id  = "shop-dev-uploads-111122223333"
      arn = "arn:aws:s3:::shop-dev-uploads-111122223333"
    }
  }

  override_module {
    target = module.buckets["exports"]
    outputs = {
      id  = "shop-dev-exports-111122223333"
      arn = "arn:aws:s3:::shop-dev-exports-111122223333"
    }
  }

  override_module {
    target = module.secrets["database"]
    outputs = {
      name = "shop-dev/database"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/database-a1B2c3"
    }
  }

  override_module {
    target = module.secrets["documents"]
    outputs = {
      name = "shop-dev/documents"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/documents-a1B2c3"
    }
  }

  override_module {
    target = module.secrets["session-key"]
    outputs = {
      name = "shop-dev/session-key"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/session-key-a1B2c3"
    }
  }

  assert {
    condition     = output.bucket_names.uploads == "shop-dev-uploads-111122223333"
    error_message = "What the modules made fits the policies."
  }
}

run "policies_that_speak_of_something_else_are_noticed" {
  command         = plan
  expect_failures = [output.component_role_arns]

  override_module {
    target = module.messaging
    outputs = {
      queue_urls = { exports = "https://sqs.eu-west-1.amazonaws.com/111122223333/shop-dev-exports", mails = "https://sqs.eu-west-1.amazonaws.com/111122223333/shop-dev-mails" }
      queue_arns = { exports = "arn:aws:sqs:eu-west-1:111122223333:shop-dev-exports", mails = "arn:aws:sqs:eu-west-1:111122223333:another-queue" }
      topic_arns = { events = "arn:aws:sns:eu-west-1:111122223333:shop-dev-events" }
    }
  }

  override_module {
    target = module.buckets["uploads"]
    outputs = {
      id  = "shop-dev-uploads-111122223333"
      arn = "arn:aws:s3:::shop-dev-uploads-111122223333"
    }
  }

  override_module {
    target = module.buckets["exports"]
    outputs = {
      id  = "shop-dev-exports-111122223333"
      arn = "arn:aws:s3:::shop-dev-exports-111122223333"
    }
  }

  override_module {
    target = module.secrets["database"]
    outputs = {
      name = "shop-dev/database"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/database-a1B2c3"
    }
  }

  override_module {
    target = module.secrets["documents"]
    outputs = {
      name = "shop-dev/documents"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/documents-a1B2c3"
    }
  }

  override_module {
    target = module.secrets["session-key"]
    outputs = {
      name = "shop-dev/session-key"
      arn  = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-dev/session-key-a1B2c3"
    }
  }
}
