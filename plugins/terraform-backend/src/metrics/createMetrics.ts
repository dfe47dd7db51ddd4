import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { EngineGauges } from './EngineGauges';
import { MetricsServiceRecorder } from './MetricsServiceRecorder';
import { PrometheusRecorder } from './PrometheusRecorder';
import { TerraformMetrics } from './TerraformMetrics';

/** The plugin's numbers, for Prometheus and for whatever Backstage's metrics service is connected to. */
export function createMetrics(options: {
  service: MetricsService;
  gauges: EngineGauges;
}): { metrics: TerraformMetrics; prometheus: PrometheusRecorder } {
  const prometheus = new PrometheusRecorder();
  const metrics = new TerraformMetrics({
    recorders: [prometheus, new MetricsServiceRecorder(options.service)],
    gauges: options.gauges,
  });
  return { metrics, prometheus };
}
