variable "name" {
  description = "How the names of all queues and topics begin: 2 to 30 lower-case letters, digits and dashes. Another name replaces them all, with the messages in them."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,28}[a-z0-9]$", var.name))
    error_message = "The name needs 2 to 30 lower-case letters, digits or dashes, beginning with a letter and not ending with a dash."
  }
}

variable "queues" {
  description = <<-EOT
    Queues, by a key of your choice, with which their names end:
    - `fifo`: whether messages of a group keep their order and are delivered once. Another value replaces the queue.
    - `content_based_deduplication`: whether a FIFO queue takes messages with the same content for the same message.
    - `high_throughput`: whether a FIFO queue looks for duplicates in each group only, and so takes more messages.
    - `visibility_timeout_seconds`: how long a received message is hidden from others, 0 to 43200; longer than handling it takes.
    - `message_retention_seconds`: how long messages are kept, 60 to 1209600.
    - `delay_seconds`: how long a new message is hidden, 0 to 900.
    - `receive_wait_seconds`: how long a request for messages waits for one, 0 to 20.
    - `max_message_bytes`: size of the largest message, 1024 to 262144.
    - `dead_letter`: where messages go that nobody could handle: `enabled`, `max_receives` (after how many attempts, 1 to 1000), `message_retention_seconds` (how long they are kept there) and `consumers` (ARNs of roles that may receive and delete them).
    - `kms_key_arn`: key for this queue and its dead letter queue instead of the module's `kms_key_arn`.
    - `producers`: ARNs of roles that may send messages.
    - `consumers`: ARNs of roles that may receive and delete messages.
  EOT
  type = map(object({
    fifo                        = optional(bool, false)
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
    visibility_timeout_seconds  = optional(number, 30)
    message_retention_seconds   = optional(number, 345600)
    delay_seconds               = optional(number, 0)
    receive_wait_seconds        = optional(number, 20)
    max_message_bytes           = optional(number, 262144)
    dead_letter = optional(object({
      enabled                   = optional(bool, true)
      max_receives              = optional(number, 5)
      message_retention_seconds = optional(number, 1209600)
      consumers                 = optional(list(string), [])
    }), {})
    kms_key_arn = optional(string)
    producers   = optional(list(string), [])
    consumers   = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(var.queues) + length(var.topics) >= 1
    error_message = "Give at least one queue or topic."
  }

  validation {
    condition     = alltrue([for key in keys(var.queues) : can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", key))])
    error_message = "Keys of queues have 2 to 32 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash."
  }

  validation {
    condition     = alltrue([for key in keys(var.queues) : !endswith(key, "-dead-letter")])
    error_message = "The key of a queue must not end with \"-dead-letter\": the module makes dead letter queues itself."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.fifo || !queue.content_based_deduplication && !queue.high_throughput])
    error_message = "Only FIFO queues have content_based_deduplication and high_throughput: set fifo to true, or leave them out."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.visibility_timeout_seconds >= 0 && queue.visibility_timeout_seconds <= 43200 && floor(queue.visibility_timeout_seconds) == queue.visibility_timeout_seconds])
    error_message = "The visibility timeout of a queue must be a whole number of seconds from 0 to 43200."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : alltrue([for seconds in [queue.message_retention_seconds, queue.dead_letter.message_retention_seconds] : seconds >= 60 && seconds <= 1209600 && floor(seconds) == seconds])])
    error_message = "Messages are kept for a whole number of seconds from 60 to 1209600, also in a dead letter queue."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : !queue.dead_letter.enabled || queue.dead_letter.message_retention_seconds >= queue.message_retention_seconds])
    error_message = "A dead letter queue must keep messages at least as long as its queue: their age counts from when they were first sent."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.delay_seconds >= 0 && queue.delay_seconds <= 900 && floor(queue.delay_seconds) == queue.delay_seconds])
    error_message = "The delay of a queue must be a whole number of seconds from 0 to 900."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.receive_wait_seconds >= 0 && queue.receive_wait_seconds <= 20 && floor(queue.receive_wait_seconds) == queue.receive_wait_seconds])
    error_message = "A request for messages waits for a whole number of seconds from 0 to 20."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.max_message_bytes >= 1024 && queue.max_message_bytes <= 262144 && floor(queue.max_message_bytes) == queue.max_message_bytes])
    error_message = "The largest message of a queue must have a whole number of bytes from 1024 to 262144."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.dead_letter.max_receives >= 1 && queue.dead_letter.max_receives <= 1000 && floor(queue.dead_letter.max_receives) == queue.dead_letter.max_receives])
    error_message = "The max_receives of a dead letter queue must be a whole number from 1 to 1000."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.dead_letter.enabled || length(queue.dead_letter.consumers) == 0])
    error_message = "A queue without a dead letter queue must not have consumers of one."
  }

  validation {
    condition     = alltrue([for queue in values(var.queues) : queue.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", queue.kms_key_arn))])
    error_message = "The KMS key of a queue must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = alltrue(flatten([for queue in values(var.queues) : [for principal in concat(queue.producers, queue.consumers, queue.dead_letter.consumers) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", principal))]]))
    error_message = "Producers and consumers of queues must be ARNs of one role each, for example arn:aws:iam::111122223333:role/orders."
  }
}

variable "topics" {
  description = <<-EOT
    Topics, by a key of your choice, with which their names end:
    - `fifo`: whether messages of a group keep their order. Another value replaces the topic.
    - `content_based_deduplication`: whether a FIFO topic takes messages with the same content for the same message.
    - `high_throughput`: whether a FIFO topic looks for duplicates in each group only, and so takes more messages.
    - `kms_key_arn`: key for this topic instead of the module's `kms_key_arn`.
    - `producers`: ARNs of roles that may publish.
    - `consumers`: ARNs of roles that may subscribe queues of their own, which are not of this module.
  EOT
  type = map(object({
    fifo                        = optional(bool, false)
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
    kms_key_arn                 = optional(string)
    producers                   = optional(list(string), [])
    consumers                   = optional(list(string), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.topics) : can(regex("^[a-z][a-z0-9-]{0,30}[a-z0-9]$", key))])
    error_message = "Keys of topics have 2 to 32 lower-case letters, digits and dashes, beginning with a letter and not ending with a dash."
  }

  validation {
    condition     = alltrue([for topic in values(var.topics) : topic.fifo || !topic.content_based_deduplication && !topic.high_throughput])
    error_message = "Only FIFO topics have content_based_deduplication and high_throughput: set fifo to true, or leave them out."
  }

  validation {
    condition     = alltrue([for topic in values(var.topics) : topic.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", topic.kms_key_arn))])
    error_message = "The KMS key of a topic must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }

  validation {
    condition     = alltrue(flatten([for topic in values(var.topics) : [for principal in concat(topic.producers, topic.consumers) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", principal))]]))
    error_message = "Producers and consumers of topics must be ARNs of one role each, for example arn:aws:iam::111122223333:role/orders."
  }
}

variable "subscriptions" {
  description = <<-EOT
    Which queues get the messages of which topics, by a name of your choice:
    - `topic`: key of the topic in `topics`.
    - `queue`: key of the queue in `queues`.
    - `filter_policy`: JSON that says which messages the queue gets; left out, it gets all.
    - `filter_policy_scope`: what the filter looks at: `MessageAttributes` or `MessageBody`.
    - `raw_message_delivery`: whether the queue gets messages as they were published, instead of wrapped in the JSON of SNS.
  EOT
  type = map(object({
    topic                = string
    queue                = string
    filter_policy        = optional(string)
    filter_policy_scope  = optional(string, "MessageAttributes")
    raw_message_delivery = optional(bool, true)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : contains(keys(var.topics), subscription.topic)])
    error_message = "The topic of a subscription must be a key of topics."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : contains(keys(var.queues), subscription.queue)])
    error_message = "The queue of a subscription must be a key of queues."
  }

  validation {
    condition     = length(distinct([for subscription in values(var.subscriptions) : "${subscription.topic}/${subscription.queue}"])) == length(var.subscriptions)
    error_message = "A queue can be subscribed to a topic once only: join the filters of both subscriptions."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : !try(var.queues[subscription.queue].fifo && !var.topics[subscription.topic].fifo, false)])
    error_message = "A FIFO queue can be subscribed to FIFO topics only."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : subscription.filter_policy == null ? true : can(keys(jsondecode(subscription.filter_policy)))])
    error_message = "The filter policy of a subscription must be a JSON object, for example jsonencode({ kind = [\"paid\"] })."
  }

  validation {
    condition     = alltrue([for subscription in values(var.subscriptions) : contains(["MessageAttributes", "MessageBody"], subscription.filter_policy_scope)])
    error_message = "The scope of a filter policy must be MessageAttributes or MessageBody."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for all queues and topics; left out, queues are encrypted by SQS itself and topics with AWS's own key. The key's policy must let SNS, producers and consumers use it."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given as the ARN of a key, not of an alias, for example arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab."
  }
}

variable "tags" {
  description = "Tags of all queues and topics, by key."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.tags) : length(key) >= 1 && length(key) <= 128 && !startswith(lower(key), "aws:")])
    error_message = "A tag's key has 1 to 128 characters and does not begin with \"aws:\"."
  }

  validation {
    condition     = alltrue([for value in values(var.tags) : value == null ? false : length(value) <= 256])
    error_message = "A tag's value has at most 256 characters."
  }

  validation {
    condition     = length(var.tags) <= 50
    error_message = "A queue or topic has at most 50 tags."
  }
}
