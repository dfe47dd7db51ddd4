run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables { name = "Checkout" }
}

run "unknown_size" {
  command         = plan
  expect_failures = [var.size]
  variables { size = "huge" }
}

run "too_many_replicas" {
  command         = plan
  expect_failures = [var.replicas]
  variables { replicas = 6 }
}

run "half_a_replica" {
  command         = plan
  expect_failures = [var.replicas]
  variables { replicas = 1.5 }
}

run "no_component" {
  command         = plan
  expect_failures = [var.components]
  variables { components = {} }
}

run "component_name_with_a_dot" {
  command         = plan
  expect_failures = [var.components]
  variables { components = { "web.v2" = { port = 8080, public = true } } }
}

run "privileged_port" {
  command         = plan
  expect_failures = [var.components]
  variables { components = { web = { port = 80, public = true } } }
}

run "short_token" {
  command         = plan
  expect_failures = [var.api_token]
  variables { api_token = "short" }
}

run "engine_version_in_words" {
  command         = plan
  expect_failures = [var.engine_version]
  variables { engine_version = "latest" }
}

run "nothing_public" {
  command         = plan
  expect_failures = [check.reachable]
  variables { components = { worker = { port = 9090 } } }
}
