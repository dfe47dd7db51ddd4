/** Stands for a value that is known only after apply. */
export const UNKNOWN = Symbol('known after apply');

/** A managed resource that a plan creates or keeps, with the questions that rules ask of it. */
export class PlannedResource {
  constructor(change, schema) {
    this.address = change.address;
    this.module = change.module_address ?? '';
    this.type = change.type;
    this.schema = schema;
    this.after = change.change.after ?? {};
    this.unknown = change.change.after_unknown ?? {};
  }

  /**
   * Every value at a dotted path, through lists of blocks: `undefined` where nothing was given, UNKNOWN where it is known only after
   * apply.
   */
  all(path) {
    return path
      .split('.')
      .reduce(
        (pairs, name) => pairs.flatMap(pair => step(pair, name)),
        [{ value: this.after, unknown: this.unknown }],
      )
      .map(({ value, unknown }) => (unknown === true ? UNKNOWN : value));
  }

  get(path) {
    return this.all(path)[0];
  }

  /** Whether the value is known only after apply. */
  isUnknown(path) {
    return this.get(path) === UNKNOWN;
  }
}

function step({ value, unknown }, name) {
  const inner = value?.[name] ?? undefined;
  const innerUnknown = unknown === true || unknown?.[name];
  if (!Array.isArray(inner)) {
    return [{ value: inner, unknown: innerUnknown }];
  }
  return inner.map((item, index) => ({
    value: item ?? undefined,
    unknown: innerUnknown === true || innerUnknown?.[index],
  }));
}

/** The managed resources of a plan, as `terraform show -json` or a `test_plan` message of `terraform test` gives it. */
export function plannedResources(plan) {
  return plan.resource_changes
    .filter(({ mode, change }) => mode === 'managed' && change.after !== null)
    .map(
      change =>
        new PlannedResource(
          change,
          plan.provider_schemas?.[change.provider_name]?.resource_schemas?.[
            change.type
          ]?.block,
        ),
    );
}
