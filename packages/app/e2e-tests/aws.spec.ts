import { Browser, expect, Page, test } from '@playwright/test';
import { picture, signIn } from './people';

/** Providers that neither the machine nor a double could give, by the setup of the story. */
const missing: string[] = JSON.parse(process.env.STORY_MISSING ?? '[]');
const WORKSPACE = 'invoices-cloud';
/** Must never be seen anywhere but in the field where it is typed. */
const SECRET = 'canary-azure-3d7b~client.secret-0123456789';

// The environment `cloud` runs Terraform in CodeBuild, in another account, with the emulated AWS that the setup starts.
test.describe.configure({ mode: 'serial' });

let developer: Page;
let reviewer: Page;
let platform: Page;
const seen: string[] = [];

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  developer = await signIn(browser, 'developer');
  reviewer = await signIn(browser, 'reviewer');
  platform = await signIn(browser, 'platform');
  for (const page of [developer, reviewer, platform]) {
    page.on('response', async response => {
      if (response.url().includes('/api/')) {
        seen.push(response.url(), await response.text().catch(() => ''));
      }
    });
  }
});

test('the platform team sees the accounts and tries the way into one', async () => {
  await platform.goto('/terraform/accounts');
  await platform.getByRole('link', { name: 'sandbox-aws' }).click();
  await expect(
    platform.getByRole('heading', { name: 'Sandbox account' }),
  ).toBeVisible();
  await platform.getByRole('button', { name: 'Test connection' }).click();
  const checks = platform.getByRole('table', { name: 'Checks of the account' });
  await expect(checks.getByText('apply role', { exact: true })).toBeVisible();
  await expect(
    checks.getByText('external id of the apply role', { exact: true }),
  ).toBeVisible();
  await picture(platform, 'account');
});

test('a credential of another cloud is sealed and never seen again', async () => {
  await platform.goto('/terraform/accounts');
  await platform.getByRole('button', { name: 'Add account' }).click();
  const dialog = platform.getByRole('dialog');
  await dialog.getByText('Azure', { exact: true }).click();
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('subscription');
  await dialog
    .getByRole('textbox', { name: /Subscription/ })
    .fill('11111111-2222-3333-4444-555555555555');
  await dialog.getByText('cloud', { exact: true }).click();
  await dialog.getByRole('button', { name: /Owner/ }).click();
  await platform.getByRole('option', { name: 'platform' }).click();
  await dialog.getByRole('button', { name: 'Add account' }).click();
  await expect(dialog).toBeHidden();

  await platform.getByRole('button', { name: 'Set credential' }).click();
  await dialog.getByText('Client secret', { exact: true }).first().click();
  await dialog
    .getByLabel(/Tenant/)
    .fill('aaaaaaaa-2222-3333-4444-555555555555');
  await dialog
    .getByLabel(/Client id/i)
    .fill('bbbbbbbb-2222-3333-4444-555555555555');
  await dialog
    .getByLabel(/Client secret/, { exact: false })
    .last()
    .fill(SECRET);
  await dialog.getByRole('button', { name: 'Seal credential' }).click();
  await expect(dialog).toBeHidden();
  await expect(
    platform.getByRole('button', { name: 'Replace credential' }),
  ).toBeVisible();
  await platform.reload();
  await expect(
    platform.getByRole('button', { name: 'Replace credential' }),
  ).toBeVisible();
  await expect(platform.getByText(SECRET)).toHaveCount(0);
  expect(seen.join('\n')).not.toContain(SECRET);
});

test('a developer has a bucket planned in CodeBuild, and sees what its apply may do', async () => {
  test.skip(
    missing.includes('registry.terraform.io/hashicorp/aws'),
    'the AWS provider could not be had',
  );
  await developer.goto('/create');
  await developer
    .locator('[class*="MuiCard-root"]')
    .filter({ hasText: 'Object storage' })
    .first()
    .getByRole('button', { name: 'Choose' })
    .click();
  await developer.getByRole('radio', { name: 'AWS', exact: true }).click();
  await developer.getByLabel(/Name of the bucket/).fill('story-invoices');
  await developer.getByRole('button', { name: 'Next' }).click();
  await developer.getByRole('button', { name: 'Next' }).click();
  await developer.getByRole('textbox', { name: 'Workspace' }).fill(WORKSPACE);
  await developer.getByRole('radio', { name: /^cloud/ }).click();
  await developer.getByLabel(/Owner/).click();
  await developer.getByRole('option', { name: /Developers/i }).click();
  await picture(developer, 'create-in-codebuild');
  await developer.getByRole('button', { name: 'Review' }).click();
  await developer.getByRole('button', { name: 'Create' }).click();
  await developer.getByRole('link', { name: 'Open the run' }).click();
  await expect(
    developer.getByText(/Waiting for 1 of 1 approval/).first(),
  ).toBeVisible({ timeout: 120_000 });
  await expect(developer.getByText('aws_s3_bucket.this').first()).toBeVisible();
  const access = developer.getByRole('region', {
    name: 'What this apply may do',
  });
  await expect(access).toContainText('planroom-apply');
  await access
    .getByText(/permissions|actions/)
    .first()
    .click();
  await expect(
    access.getByText('aws_s3_bucket', { exact: true }),
  ).toBeVisible();
  await access.scrollIntoViewIfNeeded();
  await picture(developer, 'access');
});

test('what a reviewer approves is applied by a build, under the role of the account', async () => {
  test.skip(
    missing.includes('registry.terraform.io/hashicorp/aws'),
    'the AWS provider could not be had',
  );
  await reviewer.goto('/terraform/approvals');
  await reviewer
    .getByRole('row')
    .filter({ hasText: WORKSPACE })
    .getByRole('link', { name: /Review/ })
    .click();
  await reviewer.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = reviewer.getByRole('dialog');
  await expect(dialog).toContainText('sandbox-aws');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
  await expect(developer.getByText(/^Applied/).first()).toBeVisible({
    timeout: 200_000,
  });
  await developer.getByRole('tab', { name: 'Log' }).click();
  const search = developer.getByRole('searchbox', { name: 'Search the log' });
  await search.fill('creation complete');
  await search.press('Enter');
  await expect(
    developer.getByText(/aws_s3_bucket.this: Creation complete/).first(),
  ).toBeVisible();
  await picture(developer, 'applied-in-codebuild');

  await platform.goto('/terraform/operations');
  await expect(
    platform.getByRole('table', { name: 'Accounts' }).getByText('sandbox-aws'),
  ).toBeVisible();
});
