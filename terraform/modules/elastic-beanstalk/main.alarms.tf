locals {
  environment_alarms = var.application_version == null || length(var.alarm_topic_arns) == 0 ? {} : {
    health = {
      description = "The portal is degraded or worse: look at the environment's health in Elastic Beanstalk."
      namespace   = "AWS/ElasticBeanstalk"
      metric      = "EnvironmentHealth"
      dimensions  = { EnvironmentName = var.name }
      statistic   = "Minimum"
      operator    = "GreaterThanOrEqualToThreshold"
      # 20 is Degraded and 25 Severe in the numbers of Elastic Beanstalk.
      threshold = 20
      periods   = 5
      missing   = "breaching"
    }
    errors = {
      description = "The portal answers with errors: look at its log."
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_Target_5XX_Count"
      dimensions  = { LoadBalancer = regex("loadbalancer/(.+)$", aws_elastic_beanstalk_environment.this[0].load_balancers[0])[0] }
      statistic   = "Sum"
      operator    = "GreaterThanThreshold"
      threshold   = 20
      periods     = 5
      missing     = "notBreaching"
    }
  }

  database_alarms = var.database == null || length(var.alarm_topic_arns) == 0 ? {} : {
    database-storage = {
      description = "The database of the portal has less than 2 GB left."
      namespace   = "AWS/RDS"
      metric      = "FreeStorageSpace"
      dimensions  = { DBInstanceIdentifier = local.database_name }
      statistic   = "Minimum"
      operator    = "LessThanThreshold"
      threshold   = 2000000000
      periods     = 5
      missing     = "notBreaching"
    }
    database-cpu = {
      description = "The database of the portal has been busy for a quarter of an hour."
      namespace   = "AWS/RDS"
      metric      = "CPUUtilization"
      dimensions  = { DBInstanceIdentifier = local.database_name }
      statistic   = "Average"
      operator    = "GreaterThanThreshold"
      threshold   = 85
      periods     = 15
      missing     = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = merge(local.environment_alarms, local.database_alarms)

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.operator
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = values(var.alarm_topic_arns)
  ok_actions          = values(var.alarm_topic_arns)
  tags                = local.tags
}
