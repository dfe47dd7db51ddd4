import { renderInTestApp } from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { sampleAccess } from '../../testUtils';
import { PlanAccessPanel } from './PlanAccessPanel';

describe('PlanAccessPanel', () => {
  it('says where and as whom, always warns, and folds the rest away', async () => {
    const user = userEvent.setup();
    const access = sampleAccess();
    await renderInTestApp(<PlanAccessPanel access={access} />);

    const panel = within(
      screen.getByRole('region', { name: 'What this apply may do' }),
    );
    expect(
      panel.getByText(
        'Terraform applies it in account payments-production (111122223333) as role arn:aws:iam::111122223333:role/planroom-apply.',
      ),
    ).toBeVisible();
    const warnings = panel.getByRole('list', {
      name: 'Warnings about what it may do',
    });
    expect(warnings).toBeVisible();
    expect(warnings).toHaveTextContent('Warning: All of S3 is allowed');

    expect(panel.getByText('s3:GetObject, s3:PutObject')).not.toBeVisible();
    await user.click(
      panel.getByText('May use 3 actions for 2 types of resources'),
    );
    expect(panel.getByText('s3:GetObject, s3:PutObject')).toBeVisible();
    expect(panel.getByText('aws_s3_bucket')).toBeVisible();

    expect(panel.getByLabelText('session policy')).not.toBeVisible();
    await user.click(panel.getByText('Session policy'));
    const policy = panel.getByLabelText('session policy');
    expect(policy).toBeVisible();
    expect(policy.textContent).toContain('\n  "Version": "2012-10-17"');
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(
      panel.getByRole('button', { name: 'Copy session policy' }),
    );
    expect(JSON.parse(write.mock.calls[0][0])).toEqual(
      JSON.parse(access.policy!),
    );
    expect(
      await panel.findByRole('button', { name: 'Copied' }),
    ).toBeInTheDocument();
  });

  it('says that nothing narrows it, and what it enters with', async () => {
    await renderInTestApp(
      <PlanAccessPanel
        access={{
          account: 'sandbox',
          accountId: 'planroom-sandbox',
          grants: [],
          warnings: [],
        }}
      />,
    );
    expect(
      screen.getByText(/in account sandbox .* with the account's credential/),
    ).toBeInTheDocument();
    expect(screen.getByText(/It is not narrowed/)).toBeInTheDocument();
    expect(screen.queryByRole('list')).toBeNull();
    expect(screen.queryByText('Session policy')).toBeNull();
  });
});
