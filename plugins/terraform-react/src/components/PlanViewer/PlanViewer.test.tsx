import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  CHANGE_ACTIONS,
  type ListChangesQuery,
  type Plan,
  type PlanChangeDetail,
  type TerraformApi,
} from '@planroom/backstage-plugin-terraform-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { terraformApiRef } from '../../api';
import type { ChangeProgress } from '../../hooks';
import { sampleChange, samplePlan, terraformApiMock } from '../../testUtils';
import { responseError } from '../../testUtils/responseError';
import { withoutValues } from '../../testUtils/samples';
import { PlanViewer } from './PlanViewer';

const ORDER = Object.keys(CHANGE_ACTIONS);

/** A backend with these changes; it sorts, filters and pages as the real one does. */
function backend(plan: Plan, changes: PlanChangeDetail[]) {
  const queries: ListChangesQuery[] = [];
  const api: Partial<TerraformApi> = {
    getPlan: async () => plan,
    async listChanges(_runId, query = {}) {
      queries.push(query);
      const actions = query.action?.split(',');
      const start = Number(query.cursor ?? 0);
      const limit = query.limit ?? 100;
      const sorted = [...changes].sort(
        (a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action),
      );
      const found = sorted.filter(
        change =>
          (!actions || actions.includes(change.action)) &&
          change.address.includes(query.search ?? ''),
      );
      return {
        items: found.slice(start, start + limit).map(withoutValues),
        nextCursor:
          start + limit < found.length ? String(start + limit) : undefined,
      };
    },
    getChange: async (_runId, index) =>
      changes.find(change => change.index === index)!,
  };
  return { api, queries };
}

const database = sampleChange({
  index: 2,
  address: 'module.db.aws_db_instance.main',
  module: 'module.db',
  action: 'replace',
  actions: ['delete', 'create'],
  summary: 'forces replacement: engine_version',
  replacePaths: [['engine_version']],
  before: {
    engine_version: '14.9',
    password: { $sensitive: 'unchanged' },
    token: { $sensitive: 'changed' },
    endpoint: 'db-1.abc',
    region: 'eu-west-1',
    user_data: 'one\ntwo\nthree',
  },
  after: {
    engine_version: '16.3',
    password: { $sensitive: 'unchanged' },
    token: { $sensitive: 'changed' },
    endpoint: { $unknown: true },
    region: 'eu-west-1',
    user_data: 'one\n2\nthree',
  },
});

const changes = [
  sampleChange({
    index: 0,
    address: 'random_pet.new',
    action: 'create',
    actions: ['create'],
    summary: 'created',
    before: undefined,
    after: { length: 2 },
  }),
  sampleChange({ index: 1, address: 'aws_instance.web' }),
  database,
  sampleChange({
    index: 3,
    address: 'aws_s3_bucket.old',
    action: 'delete',
    actions: ['delete'],
    reason: 'delete_because_no_resource_config',
    summary: 'destroyed',
  }),
  sampleChange({
    index: 4,
    address: 'aws_vpc.same',
    action: 'no-op',
    actions: ['no-op'],
    summary: '',
  }),
];

const plan = samplePlan({
  add: 1,
  change: 1,
  destroy: 1,
  replace: 1,
  changes: changes.length,
});

async function show(
  api: Partial<TerraformApi>,
  progress?: Record<string, ChangeProgress>,
) {
  return renderInTestApp(
    <TestApiProvider apis={[[terraformApiRef, terraformApiMock(api)]]}>
      <PlanViewer runId={plan.runId} progress={progress} />
    </TestApiProvider>,
  );
}

function rows() {
  return within(screen.getByRole('list', { name: 'Changes' })).getAllByRole(
    'button',
  );
}

function rowAddresses() {
  return rows().map(row => /\S+\.\S+/.exec(row.textContent ?? '')?.[0]);
}

describe('PlanViewer', () => {
  it('lists what destroys first, filters, searches and shows what stays on demand', async () => {
    const user = userEvent.setup();
    const { api, queries } = backend(plan, changes);
    await show(api);

    expect(await screen.findByText('1 to destroy')).toBeInTheDocument();
    await screen.findByRole('list', { name: 'Changes' });
    expect(rowAddresses()).toEqual([
      expect.stringContaining('aws_s3_bucket.old'),
      expect.stringContaining('module.db.aws_db_instance.main'),
      expect.stringContaining('aws_instance.web'),
      expect.stringContaining('random_pet.new'),
    ]);
    expect(rows()[0]).toHaveTextContent('no longer in the configuration');
    expect(rows()[1]).toHaveTextContent('-/+');

    await user.click(screen.getByRole('button', { name: 'destroy 1' }));
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(screen.getByRole('button', { name: 'destroy 1' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await user.click(screen.getByRole('button', { name: 'destroy 1' }));

    await user.type(screen.getByRole('searchbox'), 'nowhere');
    expect(await screen.findByText('No change matches')).toBeInTheDocument();
    expect(queries[queries.length - 1].search).toBe('nowhere');
    expect(queries.some(({ search }) => search === 'now')).toBe(false);
    await user.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );

    await user.click(screen.getByRole('checkbox', { name: 'Show unchanged' }));
    await waitFor(() => expect(rows()).toHaveLength(5));

    await user.click(screen.getByRole('checkbox', { name: 'Group by module' }));
    expect(screen.getByText('module.db (1)')).toBeInTheDocument();
    expect(screen.getByText('root module (4)')).toBeInTheDocument();
  });

  it('opens a change to its attributes; a sensitive one never shows a value', async () => {
    const user = userEvent.setup();
    await show(backend(plan, changes).api);
    const row = await screen.findByRole('button', { name: /aws_db_instance/ });
    expect(row).toHaveAttribute('aria-expanded', 'false');
    row.focus();
    await user.keyboard('{Enter}');
    expect(row).toHaveAttribute('aria-expanded', 'true');

    const engine = await screen.findByRole('row', { name: /engine_version/ });
    expect(engine).toHaveTextContent(
      '~engine_version"14.9" → "16.3" ← forces replacement',
    );
    const endpoint = screen.getByRole('row', { name: /endpoint/ });
    expect(endpoint).toHaveTextContent('"db-1.abc" → known after apply');
    expect(screen.getByRole('row', { name: /token/ })).toHaveTextContent(
      /token\(sensitive, changed\)$/,
    );
    expect(screen.getByRole('row', { name: /user_data/ })).toHaveTextContent(
      'one- two+ 2 three',
    );

    expect(screen.queryByText('region')).not.toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Show 2 unchanged attributes' }),
    );
    expect(screen.getByRole('row', { name: /password/ })).toHaveTextContent(
      /password\(sensitive, unchanged\)$/,
    );
    expect(screen.getByRole('row', { name: /region/ })).toBeInTheDocument();

    await user.click(row);
    expect(screen.queryByRole('row')).not.toBeInTheDocument();
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement).toHaveTextContent('aws_s3_bucket.old');
  });

  it('shows what is happening to each change', async () => {
    await show(backend(plan, changes).api, {
      'aws_s3_bucket.old': { action: 'delete', state: 'failed' },
      'aws_instance.web': { action: 'update', state: 'running', elapsed: 12 },
      'random_pet.new': { action: 'create', state: 'waiting' },
      'module.db.aws_db_instance.main': {
        action: 'create',
        state: 'done',
        elapsed: 65,
      },
    });
    const state = (name: RegExp) => screen.findByRole('button', { name });
    expect(await state(/aws_s3/)).toHaveTextContent(/failed$/);
    expect(await state(/aws_instance/)).toHaveTextContent(/running 1[23] s$/);
    expect(await state(/random_pet/)).toHaveTextContent(/waiting$/);
    expect(await state(/aws_db/)).toHaveTextContent(/done 1 min 5 s$/);
    expect(
      screen.getByText(
        (_, element) =>
          element?.textContent ===
            '1 of 4 done, 1 failed, 1 running, 1 waiting' &&
          element.getAttribute('role') === 'status',
      ),
    ).toBeInTheDocument();
  });

  it('keeps what was applied before a stop, and counts it', async () => {
    await show(backend(plan, changes).api, {
      'aws_s3_bucket.old': { action: 'delete', state: 'done', elapsed: 2 },
      'aws_instance.web': { action: 'update', state: 'interrupted' },
      'random_pet.new': { action: 'create', state: 'not started' },
    });
    const state = (name: RegExp) => screen.findByRole('button', { name });
    expect(await state(/aws_s3/)).toHaveTextContent(/done 2 s$/);
    expect(await state(/aws_instance/)).toHaveTextContent(/interrupted$/);
    expect(await state(/random_pet/)).toHaveTextContent(/not started$/);
    expect(
      screen.getByText(
        (_, element) =>
          element?.textContent ===
            '1 of 3 done, 1 interrupted, 1 not started' &&
          element.getAttribute('role') === 'status',
      ),
    ).toBeInTheDocument();
  });

  it('keeps the counts of a plan whose changes were removed', async () => {
    const { api, queries } = backend(
      { ...plan, changesRemovedAt: '2026-03-12T12:00:00.000Z' },
      changes,
    );
    await show(api);
    expect(
      await screen.findByText(
        'The single changes of this plan were removed on March 12, 2026',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('1 to destroy')).toBeInTheDocument();
    expect(screen.queryByRole('list', { name: 'Changes' })).toBeNull();
    expect(queries).toHaveLength(0);
  });

  it('reads 10 000 changes page by page and draws only those in view', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      sampleChange({
        index,
        address: `null_resource.n[${index}]`,
        action: index === 9_999 ? 'delete' : 'create',
        actions: index === 9_999 ? ['delete'] : ['create'],
      }),
    );
    const { api, queries } = backend(
      samplePlan({
        add: 9_999,
        destroy: 1,
        change: 0,
        replace: 0,
        changes: 10_000,
      }),
      many,
    );
    await show(api);
    await screen.findByRole('list', { name: 'Changes' });
    expect(rows()[0]).toHaveTextContent('null_resource.n[9999]');
    expect(rows()[1]).toHaveTextContent('null_resource.n[0]');
    expect(rows().length).toBeLessThan(100);
    expect(screen.getByText(/200 changes loaded/)).toBeInTheDocument();
    expect(queries.every(({ limit }) => Number(limit) <= 200)).toBe(true);
  });

  it('warns of what comes with the plan and shows its outputs', async () => {
    await show(
      backend(
        samplePlan({
          add: 0,
          change: 0,
          replace: 0,
          changes: 0,
          outputs: [
            {
              name: 'url',
              action: 'update',
              sensitive: false,
              before: 'a',
              after: 'b',
            },
            {
              name: 'key',
              action: 'update',
              sensitive: true,
              before: 'geheim',
              after: 'neu',
            },
            {
              name: 'ip',
              action: 'create',
              sensitive: false,
              after: { $unknown: true },
            },
            {
              name: 'same',
              action: 'no-op',
              sensitive: false,
              before: 1,
              after: 1,
            },
          ],
          provisioners: [{ address: 'null_resource.x', type: 'local-exec' }],
          drift: [
            { address: 'aws_vpc.a', action: 'update' },
            { address: 'aws_vpc.b', action: 'delete' },
          ],
          checks: [
            { address: 'check.up', status: 'fail' },
            { address: 'check.ok', status: 'pass' },
          ],
        }),
        [],
      ).api,
    );
    expect(
      await screen.findByText('1 provisioner will run commands'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('null_resource.x (local-exec)'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2 resources changed outside of Terraform'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 check failed')).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /url/ })).toHaveTextContent(
      '"a" → "b"',
    );
    expect(screen.getByRole('row', { name: /ip/ })).toHaveTextContent(
      'known after apply',
    );
    expect(screen.getByRole('row', { name: /key/ })).toHaveTextContent(
      /key\(sensitive, changed\)$/,
    );
    expect(document.body).not.toHaveTextContent(/geheim|neu/);
    expect(screen.queryByText('same')).not.toBeInTheDocument();
  });

  it('says when there is nothing to do, and what to do when there is nothing to see', async () => {
    const none = samplePlan({ add: 0, change: 0, replace: 0, changes: 0 });
    const { unmount } = await show(backend(none, []).api);
    expect(
      await screen.findByText(
        'No changes. What exists matches the configuration.',
      ),
    ).toBeInTheDocument();
    unmount();

    const hidden = await responseError(404, 'No run');
    await show({
      getPlan: async () => {
        throw hidden;
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'does not exist or is hidden from you',
    );
  });
});
