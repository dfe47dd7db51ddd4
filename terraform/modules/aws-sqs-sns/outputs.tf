output "queue_urls" {
  description = "URLs of the queues, for clients, by the keys of `queues`."
  value       = { for key, queue in aws_sqs_queue.this : key => queue.url }
}

output "queue_arns" {
  description = "ARNs of the queues, for policies, by the keys of `queues`."
  value       = { for key, queue in aws_sqs_queue.this : key => queue.arn }
}

output "dead_letter_queue_urls" {
  description = "URLs of the dead letter queues, by the keys of `queues`; queues without one are left out."
  value       = { for key, queue in aws_sqs_queue.dead_letter : key => queue.url }
}

output "dead_letter_queue_arns" {
  description = "ARNs of the dead letter queues, by the keys of `queues`; queues without one are left out."
  value       = { for key, queue in aws_sqs_queue.dead_letter : key => queue.arn }
}

output "topic_arns" {
  description = "ARNs of the topics, for publishing and policies, by the keys of `topics`."
  value       = { for key, topic in aws_sns_topic.this : key => topic.arn }
}
