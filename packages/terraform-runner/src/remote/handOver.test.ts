import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhaseResult } from '../index';
import { handOver } from './handOver';

const RESULT: PhaseResult = {
  v: 1,
  phaseId: 'phase-1',
  outcome: 'succeeded',
  step: 'hand-over',
  diagnostics: [],
  plan: { planSha256: 'x' } as PhaseResult['plan'],
  startedAt: 't',
  finishedAt: 't',
};

describe('handOver', () => {
  let control: string;
  const stored = new Map<string, string>();

  beforeEach(() => {
    stored.clear();
    control = mkdtempSync(join(tmpdir(), 'hand-over-'));
    mkdirSync(join(control, 'result'));
    for (const name of ['tfplan', 'archive.tar.gz', 'of-nobody']) {
      writeFileSync(join(control, 'result', name), name);
    }
    writeFileSync(join(control, 'output.ndjson'), '');
  });

  afterEach(() => {
    rmSync(control, { recursive: true, force: true });
  });

  const run = (refused: string[], result = RESULT) => {
    const store = async (name: string, content: string) => {
      if (refused.includes(name)) {
        throw new Error('Access Denied');
      }
      stored.set(name, content);
    };
    return handOver({
      artifacts: { handOverFile: store, handOverText: store },
      places: { control, output: join(control, 'output.ndjson') },
      result,
      records: 7,
      onFailure: () => undefined,
    });
  };

  it('stores what there is, and last how the phase ended', async () => {
    expect(await run([])).toEqual(RESULT);
    expect([...stored.keys()]).toEqual([
      'tfplan',
      'archive.tar.gz',
      'output.ndjson',
      'exit.json',
    ]);
    expect(JSON.parse(stored.get('exit.json') ?? '')).toEqual({
      v: 1,
      result: RESULT,
      records: 7,
    });
  });

  it('counts a result that cannot be stored as none', async () => {
    const result = await run(['archive.tar.gz']);
    expect(result).toMatchObject({
      outcome: 'failed',
      step: 'hand-over',
      message: expect.stringMatching(/could not be stored .*Access Denied/),
    });
    expect(result).not.toHaveProperty('plan');
    expect(JSON.parse(stored.get('exit.json') ?? '').result).toEqual(result);

    writeFileSync(join(control, 'result/errored.tfstate'), '{}');
    const lost = await run(['errored.tfstate'], {
      ...RESULT,
      outcome: 'failed',
      message: 'The state could not be saved.',
      applyStarted: true,
      erroredState: true,
    });
    expect(lost.message).toMatch(
      /^The state could not be saved\. .*the state was lost/,
    );
    expect(lost.applyStarted).toBe(true);
  });

  it('throws when not even the end can be stored', async () => {
    await expect(run(['exit.json'])).rejects.toThrow('Access Denied');
  });
});
