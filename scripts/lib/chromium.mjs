// A Chromium for the browser story: one on the PATH, else Debian's package when root, else Playwright's own download.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram, installDebianPackage } from './programs.mjs';
import { ROOT, say } from './project.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const DOWNLOAD_LIMIT_MS = 180_000;

/** @returns the executable's path, or undefined where none can be had */
export async function ensureChromium() {
  return (
    findProgram(...NAMES) ??
    (await installDebianPackage('chromium').then(() =>
      findProgram(...NAMES),
    )) ??
    (await downloadWithPlaywright())
  );
}

async function downloadWithPlaywright() {
  say("downloading Playwright's Chromium");
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  try {
    execFileSync(process.execPath, [cli, 'install', 'chromium'], {
      stdio: 'pipe',
      timeout: DOWNLOAD_LIMIT_MS,
    });
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch (error) {
    say(`no Chromium: ${String(error.message).split('\n')[0]}`);
    return undefined;
  }
}
