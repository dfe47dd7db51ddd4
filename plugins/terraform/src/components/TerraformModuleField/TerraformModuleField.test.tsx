import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  terraformApiMock,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { sampleModule } from '../../__testUtils__/samples';
import { missingVariables } from './missingVariables';
import {
  TerraformModuleField,
  type ModuleTarget,
} from './TerraformModuleField';

type Props = FieldExtensionComponentProps<ModuleTarget>;

const sandbox = sampleModule();
const modules = [
  sandbox,
  sampleModule({
    name: 'aws-ecr',
    title: 'Registry',
    cloud: 'aws',
    variables: [
      { ...sandbox.variables[0], required: true, default: undefined },
    ],
  }),
];

function renderField(initial?: ModuleTarget) {
  const onChange = jest.fn();
  const Form = () => {
    const [formData, setFormData] = useState(initial);
    const [shown, setShown] = useState(true);
    const props = {
      name: 'target',
      schema: { title: 'Module' },
      uiSchema: {},
      formData,
      onChange: (value: ModuleTarget | undefined) => {
        onChange(value);
        setFormData(value);
      },
    } as unknown as Props;
    return (
      <>
        {shown && <TerraformModuleField {...props} />}
        <button type="button" onClick={() => setShown(!shown)}>
          turn the page
        </button>
      </>
    );
  };
  renderInTestApp(<Form />, {
    apis: [
      [
        terraformApiRef,
        terraformApiMock({
          listModules: async () => modules,
          createSecret: async () => ({ ref: 'ref-1' }),
        }),
      ],
    ],
  });
  return onChange;
}

describe('TerraformModuleField', () => {
  it('asks for the variables of the chosen module, and keeps what differs from its defaults', async () => {
    const onChange = renderField({ module: 'sandbox' });
    const name = await screen.findByLabelText(/^name/);
    expect(name).toHaveValue('sandbox');
    await userEvent.clear(name);
    await userEvent.type(name, 'checkout');
    const token = screen.getByLabelText(/^api_token/);
    await userEvent.type(token, 'do-not-keep-me');
    await userEvent.tab();
    expect(await screen.findByText('Sealed')).toBeInTheDocument();
    expect(onChange).toHaveBeenLastCalledWith({
      module: 'sandbox',
      variables: { name: 'checkout', api_token: { $secretRef: 'ref-1' } },
    });

    await userEvent.click(screen.getByText('turn the page'));
    await userEvent.click(screen.getByText('turn the page'));
    expect(await screen.findByLabelText(/^name/)).toHaveValue('checkout');
    await userEvent.type(screen.getByLabelText(/^replicas/), '2');
    expect(onChange).toHaveBeenLastCalledWith({
      module: 'sandbox',
      variables: {
        name: 'checkout',
        replicas: 12,
        api_token: { $secretRef: 'ref-1' },
      },
    });
  });

  it('begins anew with another module', async () => {
    const onChange = renderField({
      module: 'sandbox',
      variables: { name: 'checkout' },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /Module/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /Registry/ }),
    );
    expect(onChange).toHaveBeenLastCalledWith({
      module: 'aws-ecr',
      variables: {},
    });
    expect(await screen.findByLabelText(/^name/)).toHaveValue('');
    expect(screen.queryByLabelText(/^api_token/)).not.toBeInTheDocument();
  });
});

describe('missingVariables', () => {
  it('names what the module requires and nobody gave', () => {
    expect(missingVariables(modules[1], {})).toEqual(['name']);
    expect(missingVariables(modules[1], { name: '' })).toEqual(['name']);
    expect(missingVariables(modules[1], { name: 'a' })).toEqual([]);
    expect(missingVariables(modules[0], {})).toEqual([]);
  });
});
