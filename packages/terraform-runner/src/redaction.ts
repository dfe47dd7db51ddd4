import type {
  ChangeAction,
  PlanCounts,
  PlanResult,
  RedactedChange,
} from './index';
import {
  asArray,
  asObject,
  asString,
  isObject,
  leaves,
  type JsonObject,
} from './json';
import { SENSITIVE, type SecretScrubber } from './secretScrubber';
import { sameValue, SHORTEST_KNOWN_VALUE, sidesOf } from './maskedValues';

export interface RedactedPlan {
  changes: RedactedChange[];
  result: Omit<
    PlanResult,
    | 'planSha256'
    | 'archiveSha256'
    | 'providerLockSha256'
    | 'redactedModelSha256'
  >;
}

/**
 * Reduces `show -json` of a plan to what may be seen: addresses, actions, and values without what Terraform marks as sensitive or what
 * is known to be secret. Whatever is not copied on purpose is left out.
 */
export function redactPlan(
  document: unknown,
  known: SecretScrubber,
): RedactedPlan {
  const plan = asObject(document);
  const configuration = asObject(asObject(plan.configuration).root_module);
  const scrubber = known.with(
    sensitiveDefaults(configuration).filter(
      value => value.length >= SHORTEST_KNOWN_VALUE,
    ),
  );
  const rawChanges = asArray(plan.resource_changes).map(asObject);
  const changes = rawChanges.map(change => redactChange(change, scrubber));
  const text = (value: unknown) => scrubber.scrub(String(value ?? ''));
  return {
    changes,
    result: {
      terraformVersion: text(plan.terraform_version),
      // Absent in documents of older versions, where a plan that can be shown is a whole one.
      applyable:
        typeof plan.applyable === 'boolean'
          ? plan.applyable
          : changes.some(({ action }) => action !== 'no-op'),
      complete: plan.complete !== false,
      errored: plan.errored === true,
      counts: countChanges(changes),
      outputs: Object.entries(asObject(plan.output_changes)).map(
        ([name, change]) => redactOutput(name, asObject(change), scrubber),
      ),
      provisioners: provisionersIn(configuration, '').map(
        ({ address, type }) => ({ address: text(address), type: text(type) }),
      ),
      drift: asArray(plan.resource_drift)
        .map(asObject)
        .filter(isRealDrift)
        .map(change => ({
          address: text(change.address),
          action: actionOf(change),
        })),
      checks: asArray(plan.checks)
        .map(asObject)
        .map(check => ({
          address: text(
            asObject(check.address).to_display ?? asObject(check.address).name,
          ),
          status: text(check.status),
        })),
    },
  };
}

export function countChanges(changes: RedactedChange[]): PlanCounts {
  const count = (action: ChangeAction) =>
    changes.filter(change => change.action === action).length;
  return {
    add: count('create'),
    change: count('update'),
    destroy: count('delete'),
    replace: count('replace'),
    // As Terraform counts: an object that is imported and changed is counted for both.
    import: changes.filter(
      change => change.action === 'import' || change.importId !== undefined,
    ).length,
    forget: count('forget'),
    move: count('move'),
  };
}

/** One word for the actions of a change. */
export function actionOf(change: JsonObject): ChangeAction {
  const body = asObject(change.change);
  const actions = asArray(body.actions).map(String);
  if (actions.length > 1) {
    return 'replace';
  }
  switch (actions[0]) {
    case 'create':
    case 'read':
    case 'update':
    case 'delete':
    case 'forget':
      return actions[0];
    case 'no-op':
    case undefined:
      if (isObject(body.importing)) {
        return 'import';
      }
      return change.previous_address !== undefined &&
        change.previous_address !== change.address
        ? 'move'
        : 'no-op';
    default:
      return 'update';
  }
}

function redactChange(
  change: JsonObject,
  scrubber: SecretScrubber,
): RedactedChange {
  const body = asObject(change.change);
  const text = (value: unknown) => scrubber.scrub(String(value ?? ''));
  const optional = (value: unknown) =>
    value === undefined || value === null ? undefined : text(value);
  const importing = asObject(body.importing);
  const redact = sidesOf(body, scrubber);
  return {
    address: text(change.address),
    type: text(change.type),
    name: text(change.name),
    module: text(change.module_address),
    provider: text(change.provider_name),
    mode: change.mode === 'data' ? 'data' : 'managed',
    action: actionOf(change),
    actions: asArray(body.actions).map(text),
    reason: optional(change.action_reason),
    previousAddress: optional(change.previous_address),
    importId: isObject(body.importing)
      ? redact.scan(importing.id ?? SENSITIVE, text)
      : undefined,
    deposed: optional(change.deposed),
    replacePaths: Array.isArray(body.replace_paths)
      ? (scrubber.scrubValue(body.replace_paths) as unknown[])
      : undefined,
    before: redact.before,
    after: redact.after,
  };
}

function redactOutput(
  name: string,
  change: JsonObject,
  scrubber: SecretScrubber,
): PlanResult['outputs'][number] {
  const { before, after } = sidesOf(change, scrubber);
  return {
    name: scrubber.scrub(name),
    action: actionOf({ change }),
    sensitive:
      change.before_sensitive === true || change.after_sensitive === true,
    before,
    after,
  };
}

function modulesIn(module: JsonObject): Array<[string, JsonObject]> {
  return Object.entries(asObject(module.module_calls)).map(([name, call]) => [
    name,
    asObject(asObject(call).module),
  ]);
}

function sensitiveDefaults(module: JsonObject): string[] {
  const own = Object.values(asObject(module.variables))
    .map(asObject)
    .filter(variable => variable.sensitive === true)
    .flatMap(variable => leaves(variable.default));
  return [
    ...own,
    ...modulesIn(module).flatMap(([, nested]) => sensitiveDefaults(nested)),
  ];
}

function provisionersIn(
  module: JsonObject,
  prefix: string,
): PlanResult['provisioners'] {
  const own = asArray(module.resources)
    .map(asObject)
    .flatMap(resource =>
      asArray(resource.provisioners).map(provisioner => ({
        address: `${prefix}${asString(resource.address) ?? ''}`,
        type: asString(asObject(provisioner).type) ?? '',
      })),
    );
  return [
    ...own,
    ...modulesIn(module).flatMap(([name, nested]) =>
      provisionersIn(nested, `${prefix}module.${name}.`),
    ),
  ];
}

/** Providers turn null into "", {} or [] at their first refresh; that is not a change. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length === 0 ? null : value.map(withoutEmpty);
  }
  if (isObject(value)) {
    const entries = Object.entries(value)
      .map(([key, item]): [string, unknown] => [key, withoutEmpty(item)])
      .filter(([, item]) => item !== null);
    return entries.length === 0 ? null : Object.fromEntries(entries);
  }
  return value === '' || value === undefined ? null : value;
}

function isRealDrift(change: JsonObject): boolean {
  const { before, after } = asObject(change.change);
  return !sameValue(withoutEmpty(before), withoutEmpty(after));
}
