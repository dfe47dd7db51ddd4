mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
}

variables {
  name   = "shop"
  queues = { orders = {} }
  topics = { events = {} }
}

run "name_with_capitals" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "Shop"
  }
}

run "name_with_a_dash_at_its_end" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "shop-"
  }
}

run "name_too_long" {
  command         = plan
  expect_failures = [var.name]
  variables {
    name = "a123456789012345678901234567890"
  }
}

run "nothing_to_make" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = {}
    topics = {}
  }
}

run "queue_key_with_capitals" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { Orders = {} }
  }
}

run "queue_key_of_a_dead_letter_queue" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders-dead-letter = {} }
  }
}

run "deduplication_of_a_standard_queue" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { content_based_deduplication = true } }
  }
}

run "high_throughput_of_a_standard_queue" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { high_throughput = true } }
  }
}

run "visibility_timeout_too_long" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { visibility_timeout_seconds = 43201 } }
  }
}

run "retention_too_short" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { message_retention_seconds = 59 } }
  }
}

run "dead_letter_retention_too_long" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { dead_letter = { message_retention_seconds = 1209601 } } }
  }
}

run "dead_letters_kept_shorter_than_messages" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { dead_letter = { message_retention_seconds = 86400 } } }
  }
}

run "delay_too_long" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { delay_seconds = 901 } }
  }
}

run "wait_too_long" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { receive_wait_seconds = 21 } }
  }
}

run "message_too_large" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { max_message_bytes = 262145 } }
  }
}

run "no_receives" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { dead_letter = { max_receives = 0 } } }
  }
}

run "consumers_of_no_dead_letter_queue" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { dead_letter = { enabled = false, consumers = ["arn:aws:iam::111122223333:role/support"] } } }
  }
}

run "queue_key_that_is_an_alias" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { kms_key_arn = "alias/aws/sqs" } }
  }
}

run "everybody_produces" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { producers = ["*"] } }
  }
}

run "all_roles_consume" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { consumers = ["arn:aws:iam::111122223333:role/*"] } }
  }
}

run "account_consumes_dead_letters" {
  command         = plan
  expect_failures = [var.queues]
  variables {
    queues = { orders = { dead_letter = { consumers = ["arn:aws:iam::111122223333:root"] } } }
  }
}

run "topic_key_with_capitals" {
  command         = plan
  expect_failures = [var.topics]
  variables {
    topics = { Events = {} }
  }
}

run "deduplication_of_a_standard_topic" {
  command         = plan
  expect_failures = [var.topics]
  variables {
    topics = { events = { content_based_deduplication = true } }
  }
}

run "topic_key_that_is_an_alias" {
  command         = plan
  expect_failures = [var.topics]
  variables {
    topics = { events = { kms_key_arn = "alias/aws/sns" } }
  }
}

run "everybody_publishes" {
  command         = plan
  expect_failures = [var.topics]
  variables {
    topics = { events = { producers = ["*"] } }
  }
}

run "account_subscribes" {
  command         = plan
  expect_failures = [var.topics]
  variables {
    topics = { events = { consumers = ["arn:aws:iam::444455556666:root"] } }
  }
}

run "subscription_to_an_unknown_topic" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { orders = { topic = "news", queue = "orders" } }
  }
}

run "subscription_of_an_unknown_queue" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { orders = { topic = "events", queue = "mail" } }
  }
}

run "subscribed_twice" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { first = { topic = "events", queue = "orders" }, second = { topic = "events", queue = "orders" } }
  }
}

run "fifo_queue_under_a_standard_topic" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    queues        = { orders = { fifo = true } }
    subscriptions = { orders = { topic = "events", queue = "orders" } }
  }
}

run "filter_that_is_no_json" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { orders = { topic = "events", queue = "orders", filter_policy = "state = paid" } }
  }
}

run "filter_that_is_a_list" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { orders = { topic = "events", queue = "orders", filter_policy = "[1]" } }
  }
}

run "unknown_scope_of_a_filter" {
  command         = plan
  expect_failures = [var.subscriptions]
  variables {
    subscriptions = { orders = { topic = "events", queue = "orders", filter_policy_scope = "Body" } }
  }
}

run "key_that_is_no_arn" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

run "key_that_is_an_alias" {
  command         = plan
  expect_failures = [var.kms_key_arn]
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:alias/aws/sqs"
  }
}

run "tag_of_aws" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { "aws:team" = "payments" }
  }
}

run "long_tag" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { team = join("", [for number in range(257) : "x"]) }
  }
}

run "too_many_tags" {
  command         = plan
  expect_failures = [var.tags]
  variables {
    tags = { for number in range(51) : "tag${number}" => "x" }
  }
}
