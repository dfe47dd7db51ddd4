run "default" {
  command = plan
  module {
    source = "./examples/default"
  }
}

run "components" {
  command = plan
  module {
    source = "./examples/components"
  }

  assert {
    condition     = length(output.component_urls) == 3
    error_message = "Each component has an address."
  }
}
