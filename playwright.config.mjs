// The browser story, played against the built portal with real Terraform. `npm test` sets CHROMIUM_PATH and APP_PORT.
import { defineConfig } from '@playwright/test';

const port = process.env.APP_PORT ?? '17007';

export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  testMatch: '*.spec.ts',
  outputDir: '.build/e2e-results',
  globalSetup: './scripts/lib/storyPortal.mjs',
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json']],
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
  },
});
