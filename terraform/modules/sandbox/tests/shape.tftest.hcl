run "defaults_plan_a_whole_service" {
  command = plan

  assert {
    condition     = tolist(keys(terraform_data.app)) == tolist(["web", "worker"])
    error_message = "The default components are web and worker."
  }

  assert {
    condition     = tolist(keys(terraform_data.instance)) == tolist(["web-1", "worker-1"])
    error_message = "Each component has one instance by default."
  }

  assert {
    condition     = terraform_data.database.input.storage_gib == 20
    error_message = "The default size is small."
  }

  assert {
    condition     = output.api_token_fingerprint == null
    error_message = "Without a token there is no fingerprint."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    name           = "checkout"
    size           = "large"
    replicas       = 2
    engine_version = "17"
    api_token      = "correct-horse"
    components = {
      api = { port = 8081, public = true }
    }
  }

  assert {
    condition     = tolist(keys(terraform_data.instance)) == tolist(["api-1", "api-2"])
    error_message = "Each component has as many instances as replicas are asked for."
  }

  assert {
    condition     = terraform_data.database.triggers_replace[0] == "17" && terraform_data.database.input.cpu == 4
    error_message = "Engine version and size reach the database."
  }

  assert {
    condition     = terraform_data.network.input.name == "checkout-network"
    error_message = "The service's name is part of every name."
  }

  assert {
    condition     = output.api_token_fingerprint == substr(sha256("correct-horse"), 0, 12)
    error_message = "The fingerprint comes from the token."
  }
}
