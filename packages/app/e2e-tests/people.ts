import { Browser, expect, Page } from '@playwright/test';

/** Signs in through the sign-in page, in a browser context of its own. */
export async function signIn(
  browser: Browser,
  name: 'developer' | 'reviewer' | 'platform',
): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await expect(
    page.getByText(`Local demo, signed in as ${name}`),
  ).toBeVisible();
  return page;
}

/** Saves a picture of the page for the README. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: `docs/screenshots/${name}.png`,
    animations: 'disabled',
  });
}
