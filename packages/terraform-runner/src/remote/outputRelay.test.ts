import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecretScrubber } from '../secretScrubber';
import { LineWriter } from './lineWriter';
import { OutputRelay } from './outputRelay';

const record = (text: string) =>
  `${JSON.stringify({ kind: 'log', at: 't', level: 'info', text })}\n`;

describe('OutputRelay', () => {
  let folder: string;
  let from: string;
  let to: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-'));
    from = join(folder, 'from');
    to = join(folder, 'to');
    writeFileSync(from, '');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('numbers records as they come, with the machine’s own amid them, and loses none', async () => {
    const log = join(folder, 'log');
    const fd = openSync(log, 'w');
    const relay = new OutputRelay({
      from,
      to,
      writer: new LineWriter(fd),
      scrubber: new SecretScrubber(['credential-canary']),
    });
    relay.start();
    relay.note('info', 'first');
    appendFileSync(from, record('second').slice(0, 20));
    await sleep(250);
    appendFileSync(from, record('second').slice(20));
    await sleep(250);
    relay.note('warn', 'third');
    appendFileSync(from, record('a credential-canary'));
    appendFileSync(from, '{"kind":"log","at":"what a dying runner');
    expect(await relay.finish()).toBe(4);
    closeSync(fd);
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(lines.map(line => JSON.parse(line))).toMatchObject([
      { n: 0, text: 'first', type: 'machine' },
      { n: 1, text: 'second' },
      { n: 2, text: 'third', level: 'warn' },
      { n: 3, text: 'a (sensitive)' },
    ]);
    expect(lines.map(line => line.replace(/"n":\d+,/, ''))).toEqual(
      readFileSync(to, 'utf8').trimEnd().split('\n'),
    );
  });

  it('waits for a slow reader without stopping the process, and ends when nobody reads', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('sh', ['-c', `exec <${pipe}; sleep 1; wc -l; `], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let counted = '';
    reader.stdout.on('data', text => {
      counted += text;
    });
    const closed = new Promise(resolve => reader.once('close', resolve));
    const fd = openSync(pipe, 'w');
    const relay = new OutputRelay({
      from,
      to,
      writer: new LineWriter(fd),
      scrubber: new SecretScrubber(),
    });
    relay.start();
    // More than a pipe holds.
    appendFileSync(from, record('x'.repeat(1_000)).repeat(500));
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    expect(await relay.finish()).toBe(500);
    clearInterval(timer);
    closeSync(fd);
    await closed;
    expect(counted.trim()).toBe('500');
    expect(ticks).toBeGreaterThan(10);
  });
});
