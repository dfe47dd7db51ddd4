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
  name = "shop"
}

run "secure_by_default" {
  command = plan

  variables {
    queues = { orders = {} }
    topics = { events = {} }
  }

  assert {
    condition     = aws_sqs_queue.this["orders"].name == "shop-orders" && aws_sqs_queue.dead_letter["orders"].name == "shop-orders-dead-letter" && aws_sns_topic.this["events"].name == "shop-events"
    error_message = "Names are made of the name and the key."
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.this["orders"], aws_sqs_queue.dead_letter["orders"]] :
      queue.sqs_managed_sse_enabled && queue.kms_master_key_id == null
    ])
    error_message = "Both queues are encrypted by SQS."
  }

  assert {
    condition     = aws_sns_topic.this["events"].kms_master_key_id == "alias/aws/sns" && aws_sns_topic.this["events"].signature_version == 2
    error_message = "The topic is encrypted with AWS's own key and signs with SHA256."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_redrive_policy.this["orders"].redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:eu-west-1:111122223333:shop-orders-dead-letter"
      maxReceiveCount     = 5
    }
    error_message = "Messages that fail five times go to the dead letter queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.dead_letter["orders"].redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:eu-west-1:111122223333:shop-orders"]
    }
    error_message = "The dead letter queue is for its own queue only."
  }

  assert {
    condition     = aws_sqs_queue.dead_letter["orders"].message_retention_seconds == 1209600 && aws_sqs_queue.this["orders"].message_retention_seconds == 345600
    error_message = "The dead letter queue keeps messages longer than the queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue_policy.this["orders"].policy).Statement == [{
      Sid       = "DenyWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:shop-orders"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
    error_message = "The queue's policy refuses connections without TLS and lets nobody in."
  }

  assert {
    condition     = [for statement in jsondecode(aws_sqs_queue_policy.dead_letter["orders"].policy).Statement : "${statement.Sid} ${statement.Resource}"] == ["DenyWithoutTls arn:aws:sqs:eu-west-1:111122223333:shop-orders-dead-letter"]
    error_message = "So does the policy of its dead letter queue."
  }

  assert {
    condition = alltrue([
      for statements in [jsondecode(aws_sns_topic_policy.this["events"].policy).Statement] :
      [for statement in statements : "${statement.Effect} ${statement.Sid}"] == ["Deny DenyWithoutTls"] && contains(statements[0].Action, "sns:Publish") && !contains(statements[0].Action, "sns:*")
    ])
    error_message = "The topic's policy refuses connections without TLS, in words that SNS accepts."
  }
}

run "inputs_reach_the_resources" {
  command = plan

  variables {
    queues = {
      orders = {
        visibility_timeout_seconds = 300
        message_retention_seconds  = 86400
        delay_seconds              = 10
        receive_wait_seconds       = 5
        max_message_bytes          = 65536
        dead_letter                = { max_receives = 3, message_retention_seconds = 172800 }
      }
      audit = { dead_letter = { enabled = false } }
    }
    tags = { team = "payments" }
  }

  assert {
    condition = alltrue([
      aws_sqs_queue.this["orders"].visibility_timeout_seconds == 300,
      aws_sqs_queue.this["orders"].message_retention_seconds == 86400,
      aws_sqs_queue.this["orders"].delay_seconds == 10,
      aws_sqs_queue.this["orders"].receive_wait_time_seconds == 5,
      aws_sqs_queue.this["orders"].max_message_size == 65536,
      jsondecode(aws_sqs_queue_redrive_policy.this["orders"].redrive_policy).maxReceiveCount == 3,
      aws_sqs_queue.dead_letter["orders"].message_retention_seconds == 172800,
      aws_sqs_queue.dead_letter["orders"].max_message_size == 65536,
    ])
    error_message = "The queue is as given, and its dead letter queue takes messages of the same size."
  }

  assert {
    condition     = keys(aws_sqs_queue.dead_letter) == ["orders"] && keys(aws_sqs_queue_policy.dead_letter) == ["orders"] && keys(aws_sqs_queue_redrive_policy.this) == ["orders"]
    error_message = "A queue can be without a dead letter queue."
  }

  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.this), values(aws_sqs_queue.dead_letter)) : queue.tags == tomap({ team = "payments" })])
    error_message = "The tags are as given."
  }

  assert {
    condition     = length(aws_sns_topic.this) == 0 && length(aws_sns_topic_subscription.this) == 0
    error_message = "Queues can be without topics."
  }
}

run "keys_of_your_own" {
  command = plan

  variables {
    queues = {
      orders = {}
      cards  = { kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/cards" }
    }
    topics = {
      events = {}
      cards  = { kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/cards" }
    }
    kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/shop"
    tags        = { team = "payments" }
  }

  assert {
    condition = [for key in ["cards", "orders"] : [aws_sqs_queue.this[key].kms_master_key_id, aws_sqs_queue.dead_letter[key].kms_master_key_id]] == [
      ["arn:aws:kms:eu-west-1:111122223333:key/cards", "arn:aws:kms:eu-west-1:111122223333:key/cards"],
      ["arn:aws:kms:eu-west-1:111122223333:key/shop", "arn:aws:kms:eu-west-1:111122223333:key/shop"],
    ]
    error_message = "A queue and its dead letter queue have the queue's key, or the module's."
  }

  assert {
    condition     = { for key, topic in aws_sns_topic.this : key => topic.kms_master_key_id } == { events = "arn:aws:kms:eu-west-1:111122223333:key/shop", cards = "arn:aws:kms:eu-west-1:111122223333:key/cards" }
    error_message = "A topic has its own key, or the module's."
  }

  assert {
    condition     = aws_sns_topic.this["events"].tags == tomap({ team = "payments" })
    error_message = "The tags of topics are as given."
  }
}

run "subscriptions" {
  command = plan

  variables {
    topics = { orders = {}, refunds = {}, quiet = {} }
    queues = { invoices = {}, shipping = {}, audit = {} }
    subscriptions = {
      orders-invoices  = { topic = "orders", queue = "invoices" }
      refunds-invoices = { topic = "refunds", queue = "invoices", raw_message_delivery = false }
      orders-shipping  = { topic = "orders", queue = "shipping", filter_policy = "{\"state\":[\"paid\"]}", filter_policy_scope = "MessageBody" }
    }
  }

  assert {
    condition = { for key, policy in aws_sqs_queue_policy.this : key => [for statement in jsondecode(policy.policy).Statement : statement if statement.Effect == "Allow"] } == {
      audit = []
      invoices = [{
        Sid       = "AllowSubscribedTopics"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = "arn:aws:sqs:eu-west-1:111122223333:shop-invoices"
        Condition = { ArnEquals = { "aws:SourceArn" = ["arn:aws:sns:eu-west-1:111122223333:shop-orders", "arn:aws:sns:eu-west-1:111122223333:shop-refunds"] } }
      }]
      shipping = [{
        Sid       = "AllowSubscribedTopics"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = ["sqs:SendMessage"]
        Resource  = "arn:aws:sqs:eu-west-1:111122223333:shop-shipping"
        Condition = { ArnEquals = { "aws:SourceArn" = ["arn:aws:sns:eu-west-1:111122223333:shop-orders"] } }
      }]
    }
    error_message = "Exactly the subscribed topics may send."
  }

  assert {
    condition = alltrue([
      alltrue([for subscription in values(aws_sns_topic_subscription.this) : subscription.protocol == "sqs"]),
      aws_sns_topic_subscription.this["orders-invoices"].raw_message_delivery,
      aws_sns_topic_subscription.this["orders-invoices"].filter_policy == null,
      !aws_sns_topic_subscription.this["refunds-invoices"].raw_message_delivery,
      jsondecode(aws_sns_topic_subscription.this["orders-shipping"].filter_policy) == { state = ["paid"] },
      aws_sns_topic_subscription.this["orders-shipping"].filter_policy_scope == "MessageBody",
    ])
    error_message = "Messages are delivered raw and unfiltered unless said otherwise."
  }
}

run "producers_and_consumers" {
  command = plan

  variables {
    topics = {
      events = {
        producers = ["arn:aws:iam::111122223333:role/shop"]
        consumers = ["arn:aws:iam::444455556666:role/reports"]
      }
    }
    queues = {
      orders = {
        producers   = ["arn:aws:iam::444455556666:role/partner", "arn:aws:iam::111122223333:role/shop"]
        consumers   = ["arn:aws:iam::111122223333:role/shipping"]
        dead_letter = { consumers = ["arn:aws:iam::111122223333:role/support"] }
      }
    }
  }

  assert {
    condition = { for statement in jsondecode(aws_sqs_queue_policy.this["orders"].policy).Statement : statement.Sid => statement if statement.Effect == "Allow" } == {
      AllowProducers = {
        Sid       = "AllowProducers"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/shop", "arn:aws:iam::444455556666:role/partner"] }
        Action    = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
        Resource  = "arn:aws:sqs:eu-west-1:111122223333:shop-orders"
      }
      AllowConsumers = {
        Sid       = "AllowConsumers"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/shipping"] }
        Action    = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
        Resource  = "arn:aws:sqs:eu-west-1:111122223333:shop-orders"
      }
    }
    error_message = "Producers may send and consumers may receive, and neither may do the other."
  }

  assert {
    condition = { for statement in jsondecode(aws_sqs_queue_policy.dead_letter["orders"].policy).Statement : statement.Sid => [statement.Principal, statement.Resource] if statement.Effect == "Allow" } == {
      AllowConsumers = [{ AWS = ["arn:aws:iam::111122223333:role/support"] }, "arn:aws:sqs:eu-west-1:111122223333:shop-orders-dead-letter"]
    }
    error_message = "The dead letter queue has consumers of its own."
  }

  assert {
    condition = { for statement in jsondecode(aws_sns_topic_policy.this["events"].policy).Statement : statement.Sid => statement if statement.Effect == "Allow" } == {
      AllowProducers = {
        Sid       = "AllowProducers"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/shop"] }
        Action    = ["sns:Publish", "sns:GetTopicAttributes"]
        Resource  = "arn:aws:sns:eu-west-1:111122223333:shop-events"
      }
      AllowConsumers = {
        Sid       = "AllowConsumers"
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::444455556666:role/reports"] }
        Action    = ["sns:Subscribe"]
        Resource  = "arn:aws:sns:eu-west-1:111122223333:shop-events"
        Condition = { StringEquals = { "sns:Protocol" = "sqs" } }
      }
    }
    error_message = "Producers may publish, and consumers may subscribe queues and nothing else."
  }
}

run "fifo" {
  command = plan

  variables {
    topics = {
      bookings = { fifo = true, content_based_deduplication = true }
      prices   = { fifo = true, high_throughput = true }
    }
    queues = {
      balances = { fifo = true }
      ticks    = { fifo = true, high_throughput = true, content_based_deduplication = true }
      archive  = {}
    }
    subscriptions = {
      balances = { topic = "bookings", queue = "balances" }
      archive  = { topic = "bookings", queue = "archive" }
    }
  }

  assert {
    condition = alltrue([
      { for key, queue in aws_sqs_queue.this : key => queue.name } == { archive = "shop-archive", balances = "shop-balances.fifo", ticks = "shop-ticks.fifo" },
      aws_sqs_queue.dead_letter["balances"].name == "shop-balances-dead-letter.fifo",
      aws_sqs_queue.dead_letter["balances"].fifo_queue,
      aws_sns_topic.this["bookings"].name == "shop-bookings.fifo",
    ])
    error_message = "Names of FIFO queues, also of their dead letter queues, and topics end with .fifo."
  }

  assert {
    condition = { for key in ["balances", "ticks"] : key => join(" ", [aws_sqs_queue.this[key].deduplication_scope, aws_sqs_queue.this[key].fifo_throughput_limit, aws_sqs_queue.this[key].content_based_deduplication]) } == {
      balances = "queue perQueue false"
      ticks    = "messageGroup perMessageGroupId true"
    }
    error_message = "Queues look for duplicates as given."
  }

  assert {
    condition = { for key, topic in aws_sns_topic.this : key => join(" ", [topic.fifo_throughput_scope, topic.content_based_deduplication]) } == {
      bookings = "Topic true"
      prices   = "MessageGroup false"
    }
    error_message = "Topics look for duplicates as given."
  }

  assert {
    condition     = [for statement in jsondecode(aws_sqs_queue_policy.this["archive"].policy).Statement : statement.Condition.ArnEquals["aws:SourceArn"] if statement.Effect == "Allow"] == [["arn:aws:sns:eu-west-1:111122223333:shop-bookings.fifo"]]
    error_message = "A standard queue can have the messages of a FIFO topic."
  }
}

run "producer_of_another_account" {
  command = plan

  variables {
    topics = {
      events = {
        producers   = ["arn:aws:iam::444455556666:role/partner"]
        kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/shop"
      }
    }
  }

  assert {
    condition     = aws_sns_topic.this["events"].kms_master_key_id == "arn:aws:kms:eu-west-1:111122223333:key/shop"
    error_message = "Another account may publish to a topic with a key of your own."
  }
}

run "producer_of_another_account_without_a_key" {
  command         = plan
  expect_failures = [aws_sns_topic.this]

  variables {
    topics = { events = { producers = ["arn:aws:iam::444455556666:role/partner"] } }
  }
}
