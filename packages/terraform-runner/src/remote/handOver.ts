import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  REMOTE_FILES,
  RESULT_FILES,
  type PhaseResult,
  type RemoteExit,
} from '../index';
import type { Artifacts } from './artifacts';
import type { Places } from './places';

/** What could not be stored is said in the result, which then is none. */
function withoutResults(result: PhaseResult, reason: string): PhaseResult {
  const { plan: _, ...rest } = result;
  return {
    ...rest,
    outcome: 'failed',
    step: 'hand-over',
    message: [
      result.message,
      `What the phase handed over could not be stored in the bucket for artifacts (${reason}).`,
      result.erroredState
        ? 'With it the state was lost that Terraform could not save: compare what there is before the next run.'
        : 'See whether the role of builds may write there and use its key, then start a new run.',
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/**
 * Stores what a phase hands over, and last that it ended and how. Answers the result that was stored; throws if even that could not be.
 */
export async function handOver(options: {
  artifacts: Pick<Artifacts, 'handOverFile' | 'handOverText'>;
  places: Pick<Places, 'control' | 'output'>;
  result: PhaseResult;
  records: number;
  kmsKeyId?: string;
  onFailure: (error: unknown) => void;
}): Promise<PhaseResult> {
  const { artifacts, places, records, ...storing } = options;
  let { result } = options;
  const files = [
    ...Object.values(RESULT_FILES).map(name => ({
      name,
      path: join(places.control, 'result', name),
    })),
    { name: REMOTE_FILES.output, path: places.output },
  ];
  try {
    await Promise.all(
      files
        .filter(file => existsSync(file.path))
        .map(({ name, path }) => artifacts.handOverFile(name, path, storing)),
    );
  } catch (error) {
    result = withoutResults(result, (error as Error).message);
  }
  const exit: RemoteExit = { v: 1, result, records };
  await artifacts.handOverText(
    REMOTE_FILES.exit,
    JSON.stringify(exit),
    storing,
  );
  return result;
}
