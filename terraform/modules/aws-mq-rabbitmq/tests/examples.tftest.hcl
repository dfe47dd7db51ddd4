mock_provider "aws" {
  # So that outputs, which hold what AWS answers, can be compared in a plan.
  override_during = plan

  mock_resource "aws_mq_broker" {
    defaults = {
      arn = "arn:aws:mq:eu-west-1:111122223333:broker:planroom-example:b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9"
      instances = [{
        console_url = "https://b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9.mq.eu-west-1.amazonaws.com"
        endpoints   = ["amqps://b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9.mq.eu-west-1.amazonaws.com:5671"]
        ip_address  = ""
      }]
    }
  }
}

run "default" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/default"
  }

  assert {
    condition     = output.endpoint == "b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9.mq.eu-west-1.amazonaws.com"
    error_message = "Clients get the host name, without scheme and port."
  }

  assert {
    condition     = output.console_url == "https://b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9.mq.eu-west-1.amazonaws.com"
    error_message = "Operators get the console's URL."
  }
}

run "cluster" {
  command   = plan
  providers = { aws = aws }

  module {
    source = "./examples/cluster"
  }

  assert {
    condition     = output.amqp_url == "amqps://b-1234a5b6-78cd-901e-2fgh-3i45j6k178l9.mq.eu-west-1.amazonaws.com:5671"
    error_message = "Clients get a URL with TLS."
  }

  assert {
    condition     = startswith(output.arn, "arn:aws:mq:eu-west-1:111122223333:broker:")
    error_message = "Policies get the ARN."
  }
}
