import { explainFailure, explainInterruption } from '../classification';
import { PhaseCanceled, PhaseFailure, type Step } from '../phase';
import { ProgressTracker } from '../progress';
import { runCommand } from './runCommand';

export const apply: Step = {
  name: 'apply',
  async run(phase) {
    const { folders, found, output, cancellation } = phase;
    const tracker = new ProgressTracker('apply');
    const end = await runCommand(phase, {
      args: [
        'apply',
        '-input=false',
        '-no-color',
        '-json',
        '-lock-timeout=60s',
        folders.approvedPlan,
      ],
      knows: { state: true, credentials: true },
      tracker,
      onStart: () => {
        found.applyStarted = true;
      },
    });
    // A wish to cancel that came too late changes nothing: what was planned is there.
    if (end.code === 0) {
      tracker.finish().forEach(progress => output.progress(progress));
      return;
    }
    const failure = { ...end, phase: 'apply', step: 'apply' } as const;
    if (cancellation.signal.aborted) {
      throw new PhaseCanceled(explainInterruption(failure));
    }
    throw new PhaseFailure(explainFailure(failure));
  },
};
