output "id" {
  description = "Name of the bucket."
  value       = google_storage_bucket.this.name
}

output "url" {
  description = "Address of the bucket for the command line and client libraries, gs://<name>."
  value       = google_storage_bucket.this.url
}

output "self_link" {
  description = "URI of the bucket in Google's API."
  value       = google_storage_bucket.this.self_link
}

output "location" {
  description = "Where the objects are kept."
  value       = google_storage_bucket.this.location
}

output "project" {
  description = "ID of the project in which the bucket is."
  value       = google_storage_bucket.this.project
}
