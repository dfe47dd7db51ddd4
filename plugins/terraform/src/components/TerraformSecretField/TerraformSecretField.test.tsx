import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  terraformApiMock,
  terraformApiRef,
} from '@planroom/backstage-plugin-terraform-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { TerraformSecretField } from './TerraformSecretField';

type Props = FieldExtensionComponentProps<{ $secretRef: string }>;

const VALUE = 'do-not-keep-me';

function renderField(
  createSecret: (value: string) => Promise<{ ref: string }>,
  onChange: (value: unknown) => void,
) {
  const Form = () => {
    const [formData, setFormData] = useState<{ $secretRef: string }>();
    const props = {
      name: 'token',
      schema: { title: 'API token' },
      uiSchema: {},
      formData,
      onChange: (value: { $secretRef: string } | undefined) => {
        onChange(value);
        setFormData(value);
      },
    } as unknown as Props;
    return (
      <>
        <TerraformSecretField {...props} />
        <button type="button">next</button>
      </>
    );
  };
  return renderInTestApp(<Form />, {
    apis: [[terraformApiRef, terraformApiMock({ createSecret })]],
  });
}

describe('TerraformSecretField', () => {
  it('keeps only the reference of the sealed value, and can be filled again', async () => {
    const createSecret = jest.fn(async () => ({ ref: 'ref-1' }));
    const onChange = jest.fn();
    renderField(createSecret, onChange);
    const input = await screen.findByLabelText(/API token/);
    expect(input).toHaveAttribute('type', 'password');
    await userEvent.type(input, VALUE);
    expect(onChange).not.toHaveBeenCalled();
    await userEvent.click(screen.getByText('next'));

    expect(await screen.findByText('Sealed')).toBeInTheDocument();
    expect(createSecret).toHaveBeenCalledWith(VALUE);
    expect(onChange.mock.calls).toEqual([[{ $secretRef: 'ref-1' }]]);
    expect(document.body.innerHTML).not.toContain(VALUE);

    await userEvent.click(
      screen.getByRole('button', { name: 'Replace API token' }),
    );
    expect(onChange).toHaveBeenLastCalledWith(undefined);
    expect(await screen.findByLabelText(/API token/)).toHaveValue('');
  });

  it('says when the value could not be sealed, and keeps nothing in the form', async () => {
    const onChange = jest.fn();
    renderField(async () => {
      throw new Error('The key is missing');
    }, onChange);
    await userEvent.type(await screen.findByLabelText(/API token/), VALUE);
    await userEvent.click(screen.getByText('next'));
    expect(
      await screen.findByText(/was not sealed: The key is missing/),
    ).toBeInTheDocument();
    expect(onChange).not.toHaveBeenCalled();
  });
});
