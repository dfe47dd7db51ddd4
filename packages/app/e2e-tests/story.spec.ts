import { Browser, expect, Page, test } from '@playwright/test';
import { picture, signIn } from './people';

/** Must never be seen anywhere but in the field where it is typed. */
const SECRET = 'canary-9f1c-token';
const WORKSPACE = 'checkout-staging';

test.describe.configure({ mode: 'serial' });

let developer: Page;
let reviewer: Page;
let platform: Page;
const seen: string[] = [];

/** Keeps every API answer, to look for the secret at the end. */
function listen(page: Page): Page {
  page.on('response', async response => {
    if (response.url().includes('/api/')) {
      seen.push(response.url());
      seen.push(await response.text().catch(() => ''));
    }
  });
  return page;
}

async function people(browser: Browser) {
  developer = listen(await signIn(browser, 'developer'));
  reviewer = listen(await signIn(browser, 'reviewer'));
  platform = listen(await signIn(browser, 'platform'));
}

/** Approves or rejects the plan that is on the reviewer's screen. */
async function decide(decision: 'Approve' | 'Reject', comment: string) {
  await reviewer.getByRole('button', { name: decision, exact: true }).click();
  const dialog = reviewer.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /Comment/ }).fill(comment);
  if (decision === 'Approve') await picture(reviewer, 'approve');
  await dialog.getByRole('button', { name: decision }).click();
  await expect(dialog).toBeHidden();
}

/** Opens the plan that waits in the reviewer's approvals. */
async function review() {
  await reviewer.goto('/terraform/approvals');
  await reviewer
    .getByRole('link', { name: /Review/ })
    .first()
    .click();
  await expect(
    reviewer.getByRole('button', { name: 'Approve', exact: true }),
  ).toBeVisible();
}

test('the sign-in page explains who is who', async ({ page }) => {
  await page.goto('/');
  for (const name of ['developer', 'reviewer', 'platform']) {
    await expect(
      page.getByRole('button', { name: `Sign in as ${name}` }),
    ).toBeVisible();
  }
  await picture(page, 'sign-in');
});

test('a developer asks with a template and is led to the plan', async ({
  browser,
}) => {
  await people(browser);
  await developer.goto('/create');
  await developer
    .locator('[class*="MuiCard-root"]')
    .filter({ hasText: 'Sandbox service' })
    .getByRole('button', { name: 'Choose' })
    .click();
  await developer.getByLabel(/Name of the service/).fill('checkout');
  await developer.getByLabel(/API token/).fill(SECRET);
  await developer.getByLabel(/API token/).blur();
  await expect(developer.getByText(/sealed/i).first()).toBeVisible();
  await developer.getByRole('button', { name: 'Next' }).click();
  await developer.getByRole('textbox', { name: 'Workspace' }).fill(WORKSPACE);
  await developer.getByRole('radio', { name: /staging/ }).click();
  await developer.getByLabel(/Owner/).click();
  await developer.getByRole('option', { name: /Developers/i }).click();
  await developer
    .getByRole('textbox', { name: /Why/ })
    .fill('a place to try the new checkout');
  await picture(developer, 'create');
  await developer.getByRole('button', { name: 'Review' }).click();
  await expect(developer.getByText(SECRET)).toHaveCount(0);
  await developer.getByRole('button', { name: 'Create' }).click();
  await developer.getByRole('link', { name: 'Open the run' }).click();
  await expect(developer).toHaveURL(/\/terraform\/runs\//);
  await expect(
    developer.getByText(/Waiting for 1 of 1 approval/).first(),
  ).toBeVisible();
  await expect(
    developer.getByText('terraform_data.database').first(),
  ).toBeVisible();
});

test('a change can be read attribute by attribute, the secret cannot', async () => {
  await developer
    .getByRole('button', { name: /terraform_data\.credentials/ })
    .first()
    .click();
  await expect(developer.getByText(/sensitive/).first()).toBeVisible();
  await picture(developer, 'plan-change');
  await developer.getByRole('tab', { name: 'Log' }).click();
  await expect(developer.getByText(/Plan: 8 to add/).first()).toBeVisible();
  await picture(developer, 'log');
});

test('nobody approves their own run', async () => {
  await expect(
    developer.getByRole('button', { name: 'Approve', exact: true }),
  ).toHaveCount(0);
});

test('a reviewer reads the plan and approves; everyone watching sees it applied', async () => {
  const watched = developer.url();
  await reviewer.goto('/terraform/approvals');
  await expect(reviewer.getByText(WORKSPACE).first()).toBeVisible();
  await picture(reviewer, 'approvals');
  await review();
  await decide('Approve', 'looks right');
  await expect(developer.getByText(/Applied/).first()).toBeVisible();
  expect(developer.url()).toContain(watched);
  await expect(reviewer.getByText(/Applied/).first()).toBeVisible();
  await expect(
    reviewer.getByText('https://web.checkout.sandbox.example').first(),
  ).toBeVisible();
  await picture(reviewer, 'applied');
});

test('the platform team finds the workspace in the catalog', async () => {
  await platform.goto(`/catalog/default/resource/${WORKSPACE}`);
  await expect(
    platform.getByRole('heading', { name: new RegExp(WORKSPACE) }).first(),
  ).toBeVisible();
  await expect(platform.getByText(/Applied/).first()).toBeVisible();
  await picture(platform, 'catalog');
  await platform
    .getByRole('link', { name: 'Terraform', exact: true })
    .last()
    .click();
  await expect(platform.getByText('component_urls').first()).toBeVisible();
  await picture(platform, 'catalog-terraform');
  await platform.goto('/terraform/workspaces');
  await platform.getByRole('link', { name: WORKSPACE }).first().click();
  await expect(platform.getByText('component_urls').first()).toBeVisible();
  await expect(
    platform.getByText('module.this.terraform_data.database').first(),
  ).toBeVisible();
  await picture(platform, 'workspace');
  await platform.goto('/terraform/modules');
  await expect(platform.getByText('Sandbox service').first()).toBeVisible();
  await picture(platform, 'modules');
  await platform.goto('/terraform/resources');
  await expect(platform.getByText(WORKSPACE).first()).toBeVisible();
  await picture(platform, 'resources');
});

test('a replacement is told before it happens, and can be rejected', async () => {
  await developer.goto('/terraform/workspaces');
  await developer.getByRole('link', { name: WORKSPACE }).first().click();
  await developer.getByRole('button', { name: 'Change variables' }).click();
  const dialog = developer.getByRole('dialog');
  await dialog.getByLabel(/engine_version/).fill('17.1');
  await dialog.getByLabel(/Message/).fill('a newer database');
  await dialog.getByRole('button', { name: /Plan|Change|Request/ }).click();
  await expect(developer).toHaveURL(/\/terraform\/runs\//);
  await expect(developer.getByText(/forces replacement/).first()).toBeVisible();
  await review();
  await reviewer
    .getByRole('button', { name: /terraform_data\.database/ })
    .click();
  await expect(
    reviewer.getByText('← forces replacement').first(),
  ).toBeVisible();
  await picture(reviewer, 'plan');
  await decide('Reject', 'not during the sale');
  await expect(
    developer.getByText(/Rejected by reviewer/).first(),
  ).toBeVisible();
});

/** Asks for another version of the database; leaves the developer on the page of the run. */
async function askForVersion(version: string, message: string) {
  await developer.goto('/terraform/workspaces');
  await developer.getByRole('link', { name: WORKSPACE }).first().click();
  await developer.getByRole('button', { name: 'Change variables' }).click();
  const dialog = developer.getByRole('dialog');
  await dialog.getByLabel(/engine_version/).fill(version);
  await dialog.getByLabel(/Message/).fill(message);
  await dialog.getByRole('button', { name: /Plan|Change|Request/ }).click();
  await expect(developer).toHaveURL(/\/terraform\/runs\//);
}

/** Ends the run that is on the developer's screen. */
async function discard() {
  await developer.getByRole('button', { name: 'Discard', exact: true }).click();
  const dialog = developer.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toBeHidden();
}

test('a run that waits says for what, and the platform team sees the whole queue', async () => {
  await askForVersion('18.0', 'the version after next');
  await expect(
    developer.getByText(/Waiting for 1 of 1 approval/).first(),
  ).toBeVisible();
  const first = developer.url();
  await askForVersion('18.1', 'and the one after that');
  await expect(developer.getByText(/Queued behind run/).first()).toBeVisible();
  await picture(developer, 'queued');

  await platform.goto('/terraform/operations');
  await expect(platform.getByText(/Queued behind run/).first()).toBeVisible();
  await expect(
    platform.getByRole('table', { name: 'Health checks' }),
  ).toBeVisible();
  // The health above names folders of the machine, which belong into no picture.
  await platform
    .getByText('Queue', { exact: true })
    .first()
    .evaluate(heading => heading.scrollIntoView());
  await picture(platform, 'operations');
  await platform
    .getByRole('button', { name: 'Show what would be removed' })
    .click();
  await expect(platform.getByText(/^Would be removed: /)).toBeVisible();
  // Who does not operate the installation is shown nothing of it.
  await reviewer.goto('/terraform/operations');
  await expect(reviewer.getByText(/cannot be shown/).first()).toBeVisible();

  await discard();
  await developer.goto(first);
  await discard();
});

test('what was made is destroyed through the same lifecycle', async () => {
  await developer.goto('/terraform/workspaces');
  await developer.getByRole('link', { name: WORKSPACE }).first().click();
  await developer.getByRole('button', { name: 'Destroy' }).click();
  const dialog = developer.getByRole('dialog');
  await dialog.getByLabel(/Why/).fill('no longer needed');
  await dialog.getByLabel(/Type .* to confirm/).fill(WORKSPACE);
  await dialog.getByRole('button', { name: /Destroy|Plan/ }).click();
  await expect(developer).toHaveURL(/\/terraform\/runs\//);
  await expect(developer.getByText(/8 to destroy/).first()).toBeVisible();
  await review();
  await decide('Approve', 'nothing uses it any more');
  await expect(developer.getByText(/Applied/).first()).toBeVisible();
  await developer.goto('/terraform/overview');
  await expect(developer.getByText(/8 to destroy/).first()).toBeVisible();
  await picture(developer, 'overview');
});

test('people were notified', async () => {
  await developer.goto('/notifications');
  await expect(
    developer.getByText(/Applied: checkout-staging/).first(),
  ).toBeVisible();
  await reviewer.goto('/notifications');
  await expect(
    reviewer.getByText(/Approval needed: checkout-staging/).first(),
  ).toBeVisible();
});

test('the secret was seen nowhere', async () => {
  expect(seen.length).toBeGreaterThan(50);
  expect(seen.filter(text => text.includes(SECRET))).toEqual([]);
  for (const page of [developer, reviewer, platform]) {
    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(stored).not.toContain(SECRET);
  }
});
