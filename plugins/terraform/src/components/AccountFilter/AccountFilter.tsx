import { useTerraformQuery } from '@planroom/backstage-plugin-terraform-react';
import { FilterSelect } from '../FilterSelect';

/** Narrows a list to one account; nothing is shown where there is none to choose. */
export const AccountFilter = (props: {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) => {
  const { value, onChange } = props;
  const query = useTerraformQuery(
    (api, signal) => api.listAccounts({ signal }),
    [],
  );
  const names = new Set(query.value?.map(({ name }) => name));
  // One that was removed is still named by its workspaces.
  if (value) names.add(value);
  if (names.size === 0) return null;
  return (
    <FilterSelect
      label="Account"
      all="All accounts"
      options={[...names].map(name => ({ value: name, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
};
