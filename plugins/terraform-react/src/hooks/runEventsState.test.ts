import type { RunEvent } from '@planroom/backstage-plugin-terraform-common';
import {
  addEvents,
  LOG_LINES_MAX,
  noEvents,
  settleProgress,
} from './runEventsState';

const at = '2026-01-10T10:00:00.000Z';

function logEvent(id: number, amount: number, offset = 0): RunEvent {
  return {
    event: 'log',
    id,
    data: {
      phase: 'plan',
      offset,
      lines: Array.from({ length: amount }, (_, index) => ({
        at,
        level: 'info' as const,
        text: `${id}.${index}`,
      })),
    },
  };
}

function progressEvent(id: number, phase: 'plan' | 'apply'): RunEvent {
  return {
    event: 'progress',
    id,
    data: { phase, address: `a.${phase}`, action: 'create', state: 'done' },
  };
}

describe('addEvents', () => {
  it('adds what is new, once, and leaves the rest as it is', () => {
    const first = addEvents(noEvents, [
      logEvent(1, 2),
      progressEvent(2, 'apply'),
    ]);
    const again = addEvents(first, [
      logEvent(1, 2),
      logEvent(3, 1, 2),
      progressEvent(4, 'plan'),
    ]);
    expect(again.linesTold).toEqual({ plan: 3, apply: 0 });
    expect(again.logs.plan.map(line => line.text)).toEqual([
      '1.0',
      '1.1',
      '3.0',
    ]);
    // What was refreshed while planning says nothing about the apply.
    expect(again.progress).toEqual({
      'a.apply': { action: 'create', state: 'done', elapsed: undefined },
    });
    expect(again.logs.apply).toBe(first.logs.apply);
    expect(again.progress).toBe(first.progress);
  });

  it('keeps the newest lines of an endless log and says how many are gone', () => {
    let memory = noEvents;
    let total = 0;
    for (let id = 1; id <= 5; id += 1) {
      memory = addEvents(memory, [logEvent(id, 100_000)]);
      total += 100_000;
    }
    const [note, ...lines] = memory.logs.plan;
    expect(memory.logs.plan.length).toBeLessThanOrEqual(LOG_LINES_MAX + 1);
    expect(note.text).toContain(`${total - lines.length} earlier lines`);
    expect(lines[lines.length - 1].text).toBe('5.99999');
    expect(lines.some(line => line.text.includes('earlier'))).toBe(false);
  });
});

describe('settleProgress', () => {
  it('leaves nothing running or waiting once the run has ended', () => {
    const states = ['waiting', 'running', 'done', 'failed'] as const;
    const settled = settleProgress(
      Object.fromEntries(
        states.map(state => [state, { action: 'create', state, elapsed: 3 }]),
      ),
    );
    expect(
      Object.values(settled).map(({ state, elapsed }) => [state, elapsed]),
    ).toEqual([
      ['not started', 3],
      ['interrupted', 3],
      ['done', 3],
      ['failed', 3],
    ]);
  });
});
