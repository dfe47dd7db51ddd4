import { parseArgs } from 'node:util';
import { AwsEmulator } from './AwsEmulator';

/** `--port <number>`: prints `{ endpoint, env }` as JSON, and runs until it is interrupted. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(
      `--port ${values.port} is no port: give a number up to 65535.`,
    );
  }
  const emulator = await AwsEmulator.start({ port });
  const { endpoint, env } = emulator;
  process.stdout.write(`${JSON.stringify({ endpoint, env })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      emulator.close().catch(fail);
    });
  }
}

function fail(error: Error): void {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

main().catch(fail);
