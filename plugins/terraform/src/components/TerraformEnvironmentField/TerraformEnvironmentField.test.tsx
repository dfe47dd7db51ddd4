import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { Environment } from '@planroom/backstage-plugin-terraform-common';
import {
  terraformApiMock,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { environments } from '../../__testUtils__/samples';
import { terraformEnvironmentField } from './terraformEnvironmentField';

// What the scaffolder does with a form field before it hands it to its form.
const extension = terraformEnvironmentField as unknown as FieldExtensionOptions<
  any,
  any
>;

const [production] = environments;
const cloud: Environment = {
  ...production,
  name: 'cloud',
  executor: 'codebuild',
  rule: 'Needs one approval from reviewers',
};
const GONE =
  'There is no environment staging. Choose one of cloud, production.';

/** The scaffolder's own form, with the field as the templates have it. */
function renderForm(options: {
  listEnvironments?: () => Promise<Environment[]>;
  templateDefault?: string;
  given?: string;
  names?: string[];
}) {
  const { templateDefault, given } = options;
  const { listEnvironments = async () => [cloud, production] } = options;
  const { names = ['environment'] } = options;
  const field = {
    title: 'Environment',
    description: 'It decides who must agree.',
    type: 'string',
    ...(templateDefault && { default: templateDefault }),
    'ui:field': 'TerraformEnvironment',
    'ui:help': 'A reviewer is never the person who asked.',
  };
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <Stepper
      manifest={{
        title: 'Service',
        steps: [
          {
            title: 'Where',
            schema: {
              required: names,
              properties: Object.fromEntries(
                names.map(name => [name, { ...field }]),
              ),
            },
          },
        ],
      }}
      extensions={[extension]}
      initialState={given === undefined ? {} : { environment: given }}
      onCreate={onCreate}
    />,
    { apis: [[terraformApiRef, terraformApiMock({ listEnvironments })]] },
  );
  return onCreate;
}

const review = () =>
  userEvent.click(screen.getByRole('button', { name: 'Review' }));

describe('TerraformEnvironmentField', () => {
  // The stepper scrolls to its top, which jsdom cannot.
  beforeEach(() => {
    jest.spyOn(window, 'scrollTo').mockImplementation();
  });

  it('offers the environments that there are, with their rule and their place, and can be answered from the keyboard', async () => {
    const onCreate = renderForm({});
    const group = await screen.findByRole('radiogroup', {
      name: 'Environment',
    });
    expect(group).toHaveAccessibleDescription(
      'It decides who must agree. A reviewer is never the person who asked.',
    );
    expect(group).toBeRequired();
    const radios = within(group).getAllByRole('radio');
    expect(radios).toHaveLength(2);
    const first = within(group).getByRole('radio', { name: 'cloud' });
    expect(first).toBeChecked();
    expect(first).toHaveAccessibleDescription(
      'Needs one approval from reviewers. Terraform runs in AWS CodeBuild.',
    );
    const second = within(group).getByRole('radio', { name: 'production' });
    expect(second).toHaveAccessibleDescription(
      "One of reviewers, never the requester. Terraform runs on the portal's machine.",
    );

    await userEvent.tab();
    expect(first).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(second).toBeChecked();
    await review();
    expect(await screen.findByText('production')).toBeInTheDocument();
    expect(screen.queryByRole('radiogroup')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    expect(onCreate).toHaveBeenCalledWith({ environment: 'production' });
  });

  it('begins with the default of the template', async () => {
    renderForm({ templateDefault: 'production' });
    expect(
      await screen.findByRole('radio', { name: 'production' }),
    ).toBeChecked();
  });

  it('takes the first where the default of the template is missing', async () => {
    const onCreate = renderForm({ templateDefault: 'dev' });
    expect(await screen.findByRole('radio', { name: 'cloud' })).toBeChecked();
    await review();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({ environment: 'cloud' });
  });

  it('keeps its choice when another field makes one at the same time', async () => {
    const onCreate = renderForm({
      templateDefault: 'dev',
      names: ['from', 'to'],
    });
    await waitFor(() =>
      expect(screen.getAllByRole('radio', { checked: true })).toHaveLength(2),
    );
    await review();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({ from: 'cloud', to: 'cloud' });
  });

  it('refuses an environment that is no more, naming those that are', async () => {
    renderForm({ given: 'staging', templateDefault: 'production' });
    const group = await screen.findByRole('radiogroup');
    expect(group).toBeInvalid();
    expect(group).toHaveAccessibleDescription(new RegExp(GONE));
    expect(screen.getByText(GONE)).toBeInTheDocument();
    for (const radio of within(group).getAllByRole('radio')) {
      expect(radio).not.toBeChecked();
    }

    await review();
    // Above the form and below the field, where the form shows what it has found.
    expect(await screen.findAllByText(new RegExp(GONE))).toHaveLength(2);
    expect(group).toHaveAccessibleDescription(new RegExp(GONE));

    screen.getByRole('button', { name: 'Review' }).focus();
    await userEvent.tab({ shift: true });
    expect(screen.getByRole('radio', { name: 'production' })).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}');
    expect(screen.getByRole('radio', { name: 'cloud' })).toBeChecked();
    await review();
    expect(await screen.findByText('cloud')).toBeInTheDocument();
    expect(screen.queryByRole('radiogroup')).not.toBeInTheDocument();
  });

  it('refuses an environment that went away while the form was open', async () => {
    let listed = [cloud, production];
    renderForm({ listEnvironments: async () => listed });
    await screen.findByRole('radio', { name: 'cloud' });
    listed = [production];
    await review();
    const group = screen.getByRole('radiogroup');
    expect(await screen.findAllByText(/no environment cloud/)).toHaveLength(2);
    expect(group).toBeInvalid();
  });

  it('shows that it is loading, and can be tried again when that failed', async () => {
    let fail = (_error: Error) => {};
    const listEnvironments = jest
      .fn(async () => [cloud])
      .mockImplementationOnce(
        () => new Promise((_resolve, reject) => (fail = reject)),
      );
    renderForm({ listEnvironments });
    expect(await screen.findByLabelText('Loading')).toBeInTheDocument();
    fail(new Error('The portal is restarting'));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal is restarting',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('radio', { name: 'cloud' })).toBeChecked();
  });

  it('says what to do where no environment is configured', async () => {
    renderForm({ listEnvironments: async () => [] });
    const group = await screen.findByRole('radiogroup');
    const advice = /Ask the platform team to add one/;
    expect(group).toHaveAccessibleDescription(advice);
    await review();
    expect(await screen.findAllByText(/required property/)).not.toHaveLength(0);
    expect(group).toHaveAccessibleDescription(advice);
  });
});
