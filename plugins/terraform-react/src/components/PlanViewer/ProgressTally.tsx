import { makeStyles } from '@material-ui/core/styles';
import type { ChangeProgress } from '../../hooks';
import { toneClasses } from '../../tones';

const useTones = makeStyles(toneClasses);

const STATES = [
  { state: 'failed', tone: 'bad' },
  { state: 'running', tone: 'running' },
  { state: 'waiting', tone: 'waiting' },
  { state: 'done', tone: 'good' },
] as const;

/** "1 failed, 2 running, 14 done" while and after an apply. */
export function ProgressTally(props: {
  progress: Record<string, ChangeProgress>;
}) {
  const tones = useTones();
  const all = Object.values(props.progress);
  if (all.length === 0) return null;
  return (
    <span role="status">
      {STATES.map(({ state, tone }) => ({
        state,
        tone,
        amount: all.filter(one => one.state === state).length,
      }))
        .filter(({ amount }) => amount > 0)
        .map(({ state, tone, amount }, index) => (
          <span key={state}>
            {index > 0 && ', '}
            <span className={tones[tone]}>
              {amount} {state}
            </span>
          </span>
        ))}
    </span>
  );
}
