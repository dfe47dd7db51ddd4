import { Select } from '@backstage/ui';

const EVERYTHING = 'everything';

/** Narrows a list by one quality; undefined is everything. */
export const FilterSelect = (props: {
  label: string;
  /** The entry that does not narrow: "All environments". */
  all: string;
  options: ReadonlyArray<{ value: string; label: string }>;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) => (
  <Select
    label={props.label}
    size="small"
    options={[{ value: EVERYTHING, label: props.all }, ...props.options]}
    selectedKey={props.value ?? EVERYTHING}
    onSelectionChange={key =>
      props.onChange(key === EVERYTHING || key === null ? undefined : `${key}`)
    }
  />
);
