import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isGone, ownProcess, RunnerWatch } from './processes';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planroom-processes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), JSON.stringify(content));

it('waits for the end of the runner and of the Terraform it started', async () => {
  const watch = new RunnerWatch();
  const isDead = () => watch.isProvablyDead(folder);
  const alive = spawn('sleep', ['100'], { stdio: 'ignore' });
  const gone = spawn('true', { stdio: 'ignore' });
  await once(gone, 'exit');
  const own = await ownProcess();
  // A process is named by its number and its start; this one began at another time than the sleeping one.
  const living = { ...own, pid: alive.pid, startTicks: undefined };
  const another = { ...living, startTicks: '1' };
  const dead = { ...own, pid: gone.pid, startTicks: '1' };
  try {
    write('pid', living);
    expect(await isDead()).toBe(false);
    write('pid', another);
    expect(await isDead()).toBe(true);
    write('pid', dead);
    write('terraform.pid', living);
    expect(await isDead()).toBe(false);
    write('terraform.pid', dead);
    expect(await isDead()).toBe(true);
    // Without /proc the number alone has to do.
    write('pid', { pid: alive.pid });
    expect(await isDead()).toBe(false);
  } finally {
    alive.kill('SIGKILL');
    await once(alive, 'exit');
  }
  write('terraform.pid', 'damaged');
  expect(await isDead()).toBe(true);
});

describe('where it cannot look', () => {
  let now: number;
  let isDead: () => Promise<boolean>;
  beforeEach(async () => {
    now = 0;
    const watch = new RunnerWatch(() => now);
    isDead = () => watch.isProvablyDead(folder);
  });
  const beat = (name: string, at: string) => {
    writeFileSync(join(folder, name), '');
    utimesSync(join(folder, name), new Date(at), new Date(at));
  };
  const pass = async (seconds: number) => {
    for (let i = 0; i < seconds; i++) {
      now += 1_000;
      await isDead();
    }
  };

  it.each([{ bootId: 'another boot' }, { pidNamespace: '1' }])(
    'watches the heartbeat with a clock of its own: %j',
    async elsewhere => {
      write('pid', { ...(await ownProcess()), ...elsewhere });
      // The age of the file says nothing: clocks of machines differ, and jump.
      beat('heartbeat', '2020-01-01');
      expect(await isDead()).toBe(false);
      await pass(25);
      beat('heartbeat', '2019-01-01');
      await pass(25);
      expect(await isDead()).toBe(false);
      await pass(10);
      expect(await isDead()).toBe(true);
    },
  );

  it('does not count its own pauses', async () => {
    write('pid', { ...(await ownProcess()), bootId: 'another boot' });
    beat('heartbeat', '2026-01-01');
    await isDead();
    now += 3_600_000;
    expect(await isDead()).toBe(false);
  });

  it('goes by the mark of the runner until it has said who it is', async () => {
    beat('started', '2026-01-01');
    expect(await isDead()).toBe(false);
    await pass(40);
    expect(await isDead()).toBe(true);
  });
});

it('knows of a process here whether it is gone, and nothing of one elsewhere', async () => {
  const own = await ownProcess();
  expect(await isGone(own)).toBe(false);
  expect(await isGone({ ...own, startTicks: '1' })).toBe(true);
  expect(await isGone({ ...own, startTicks: '1', bootId: 'x' })).toBe(false);
});
