output "id" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.id
}

output "arn" {
  description = "ARN of the bucket, for policies."
  value       = aws_s3_bucket.this.arn
}

output "region" {
  description = "Region in which the bucket is."
  value       = aws_s3_bucket.this.region
}

output "domain_name" {
  description = "Regional domain name of the bucket, for clients and as an origin."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}
