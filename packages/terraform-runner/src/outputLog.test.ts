import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutputRecord } from './index';
import { LineReader, MAX_LINE_LENGTH } from './lineReader';
import { MAX_TEXT_LENGTH, OutputLog } from './outputLog';
import { ProgressTracker } from './progress';
import { SecretScrubber } from './secretScrubber';
import {
  diagnosticText,
  parseMessage,
  toDiagnostic,
} from './terraformMessages';

describe('output', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'output-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('cuts a growing file into lines, whatever the pieces', () => {
    const path = join(root, 'stdout');
    writeFileSync(path, 'one\ntw');
    const reader = new LineReader(path);
    expect(reader.next()).toEqual([{ text: 'one', cut: false }]);
    const umlaut = Buffer.from('ü');
    appendFileSync(
      path,
      Buffer.concat([Buffer.from('o'), umlaut.subarray(0, 1)]),
    );
    expect(reader.next()).toEqual([]);
    appendFileSync(
      path,
      Buffer.concat([umlaut.subarray(1), Buffer.from('\r\n')]),
    );
    expect(reader.next()).toEqual([{ text: 'twoü', cut: false }]);
    appendFileSync(path, `${'x'.repeat(3 * MAX_LINE_LENGTH)}\n\nlast`);
    expect(reader.end()).toEqual([
      { text: 'x'.repeat(MAX_LINE_LENGTH), cut: true },
      { text: '', cut: false },
      { text: 'last', cut: false },
    ]);
  });

  it('scrubs and bounds every text', () => {
    const path = join(root, 'output.ndjson');
    const output = new OutputLog(path, new SecretScrubber(['hunter2-hunter2']));
    output.log('info', 'it is hunter2-hunter2', { type: 'hunter2-hunter2' });
    output.progress({
      address: 'a["hunter2-hunter2"]',
      action: 'create',
      state: 'done',
    });
    output.log('info', 'x'.repeat(MAX_TEXT_LENGTH + 10));
    output.log('info', 'cut amid hunter2-hun', { cut: true });
    output.flush();
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('hunter2');
    const records = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as OutputRecord);
    expect(records).toHaveLength(4);
    expect(records[2]).toMatchObject({
      text: expect.stringMatching(/^x{65536}… \(cut\)$/),
    });
  });

  it('tells messages from raw lines', () => {
    expect(parseMessage('Successfully configured the backend')).toBeUndefined();
    expect(parseMessage('{"half": ')).toBeUndefined();
    expect(parseMessage('{"a":1}')).toBeUndefined();
    expect(parseMessage('{"@message":"x"}')).toMatchObject({ type: 'log' });
  });

  it('writes a diagnostic out', () => {
    const diagnostic = toDiagnostic(
      {
        severity: 'error',
        summary: 'Bad',
        detail: 'Really',
        address: 'a.b',
        range: { filename: 'm.tf', start: { line: 3, column: 5 } },
        snippet: { code: 'x = 1\ny = 2' },
      },
      text => text,
    );
    expect(diagnosticText(diagnostic)).toBe(
      'Error: Bad\n  with a.b\n  on m.tf line 3\n    x = 1\n    y = 2\nReally',
    );
  });
});

describe('ProgressTracker', () => {
  const hook = (type: string, action: string, elapsed?: number) => ({
    type,
    hook: { resource: { addr: 'a.b' }, action, elapsed_seconds: elapsed },
  });
  const planned = (action: string, addr = 'a.b') => ({
    type: 'planned_change',
    change: { resource: { addr }, action },
  });

  it('ends a replace after both of its halves', () => {
    const tracker = new ProgressTracker('apply');
    const states = [
      planned('replace'),
      hook('apply_start', 'delete'),
      hook('apply_complete', 'delete', 0),
      hook('apply_start', 'create'),
      hook('apply_progress', 'create', 10),
      hook('apply_complete', 'create', 12),
    ].map(message => tracker.take(message));
    expect(states.map(state => state?.state)).toEqual([
      'waiting',
      'running',
      'running',
      'running',
      'running',
      'done',
    ]);
    expect(states[5]).toEqual({
      address: 'a.b',
      action: 'replace',
      state: 'done',
      elapsed: 12,
    });
  });

  it('knows failures, reads, and what has no start and no end', () => {
    const tracker = new ProgressTracker('apply');
    expect(tracker.take(planned('remove', 'a.gone'))).toMatchObject({
      action: 'forget',
      state: 'waiting',
    });
    tracker.take(planned('create'));
    tracker.take(hook('apply_start', 'create'));
    expect(tracker.take(hook('apply_errored', 'create'))?.state).toBe('failed');
    expect(tracker.finish()).toEqual([
      { address: 'a.gone', action: 'forget', state: 'done' },
    ]);

    const plan = new ProgressTracker('plan');
    expect(plan.take(planned('create'))).toBeUndefined();
    expect(plan.take(hook('refresh_start', ''))).toEqual({
      address: 'a.b',
      action: 'read',
      state: 'running',
    });
    expect(plan.take(hook('refresh_complete', ''))?.state).toBe('done');
    expect(plan.take({ type: 'change_summary' })).toBeUndefined();
  });
});
