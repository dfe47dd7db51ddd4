output "backend" {
  description = "What goes into backend.hcl, beside the key of the state."
  value = {
    bucket     = module.state.id
    region     = var.region
    kms_key_id = module.key.arn
  }
}

output "state_keys" {
  description = "The key of the state of each environment."
  value       = local.state_keys
}

output "plans_bucket" {
  description = "Bucket for plans that wait for a decision: the variable PLANS_BUCKET of the workflows."
  value       = module.plans.id
}

output "github_roles" {
  description = "ARNs of the roles of the workflows; null without GitHub."
  value = var.github == null ? null : {
    preview = module.preview_role[0].arn
    plan    = module.plan_role[0].arn
    apply   = { for environment, role in module.apply_role : environment => role.arn }
    image   = { for environment, role in module.image_role : environment => role.arn }
  }
}
