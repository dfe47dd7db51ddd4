import { useTerraformQuery, type ChangeProgress } from '../../hooks';
import { FailedState } from '../FailedState';
import { LoadingRows } from '../LoadingRows';
import { PlanContent } from './PlanContent';

/** Properties of {@link PlanViewer}. @public */
export interface PlanViewerProps {
  /** The run whose plan is shown. */
  runId: string;
  /** What is happening right now, by address: `useRun(runId).events.progress`. */
  progress?: Record<string, ChangeProgress>;
  /** Leave out the counts where the page shows them already. */
  hideSummary?: boolean;
}

/**
 * The plan of a run, to be judged by a person: what is destroyed first, each change with its attributes, what comes with it
 * (provisioners, drift, failed checks) and the outputs. Sensitive values are never here: the backend does not send them.
 *
 * @public
 */
export function PlanViewer(props: PlanViewerProps) {
  const { runId, progress, hideSummary } = props;
  const { value, loading, error, reload } = useTerraformQuery(
    (api, signal) => api.getPlan(runId, { signal }),
    [runId],
  );
  if (value) {
    return (
      <PlanContent
        key={runId}
        plan={value}
        progress={progress}
        hideSummary={hideSummary}
      />
    );
  }
  if (error && !loading) return <FailedState error={error} onRetry={reload} />;
  return <LoadingRows rows={6} />;
}
