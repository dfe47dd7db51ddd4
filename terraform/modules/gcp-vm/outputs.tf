output "id" {
  description = "ID of the machine, projects/<project>/zones/<zone>/instances/<name>."
  value       = google_compute_instance.this.id
}

output "name" {
  description = "Name of the machine, for `gcloud compute ssh`."
  value       = google_compute_instance.this.name
}

output "private_ip" {
  description = "Private address of the machine."
  value       = google_compute_instance.this.network_interface[0].network_ip
}

output "service_account_email" {
  description = "Address of the machine's service account."
  value       = google_service_account.this.email
}

output "service_account_member" {
  description = "The machine's service account as IAM writes it, for giving it roles."
  value       = google_service_account.this.member
}

output "data_disk_ids" {
  description = "IDs of the data disks, by name."
  value       = { for name, disk in google_compute_disk.data : name => disk.id }
}
