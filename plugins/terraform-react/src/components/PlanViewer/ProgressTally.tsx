import { makeStyles } from '@material-ui/core/styles';
import type { ChangeProgress } from '../../hooks';
import { toneClasses } from '../../tones';

const useTones = makeStyles(toneClasses);

const OTHERS = [
  { state: 'failed', tone: 'bad' },
  { state: 'running', tone: 'running' },
  { state: 'waiting', tone: 'waiting' },
  { state: 'interrupted', tone: 'bad' },
  { state: 'not started', tone: 'neutral' },
] as const;

/** "14 of 17 done, 1 failed, 2 running" while and after an apply: what was applied before a stop stays on the screen. */
export function ProgressTally(props: {
  progress: Record<string, ChangeProgress>;
}) {
  const tones = useTones();
  const all = Object.values(props.progress);
  if (all.length === 0) return null;
  const amountOf = (state: ChangeProgress['state']) =>
    all.filter(one => one.state === state).length;
  return (
    <span role="status">
      <span className={tones.good}>
        {amountOf('done')} of {all.length} done
      </span>
      {OTHERS.map(other => ({ ...other, amount: amountOf(other.state) }))
        .filter(({ amount }) => amount > 0)
        .map(({ state, tone, amount }) => (
          <span key={state}>
            {', '}
            <span className={tones[tone]}>
              {amount} {state}
            </span>
          </span>
        ))}
    </span>
  );
}
