import { InputError } from '@backstage/errors';
import {
  Output,
  StateResource,
} from '@planroom/backstage-plugin-terraform-common';

/** What is read from a state, without any attribute but the ids. */
export interface ParsedState {
  serial: number;
  lineage: string;
  terraformVersion?: string;
  resources: StateResource[];
  /** sensitive values left out */
  outputs: Output[];
}

interface RawState {
  version?: unknown;
  serial?: unknown;
  lineage?: unknown;
  terraform_version?: unknown;
  outputs?: Record<
    string,
    { value?: unknown; type?: unknown; sensitive?: boolean }
  >;
  resources?: Array<{
    module?: string;
    mode?: string;
    type?: string;
    name?: string;
    provider?: string;
    instances?: Array<{
      index_key?: string | number;
      attributes?: Record<string, unknown>;
      sensitive_attributes?: unknown[];
    }>;
  }>;
}

/**
 * Reads a state of format version 4 (Terraform 0.12 and later, OpenTofu). The bytes that Terraform gets back are never made from this:
 * numbers may have lost digits here.
 *
 * @throws InputError with what is wrong with the document
 */
export function parseState(bytes: Buffer): ParsedState {
  let raw: RawState;
  try {
    raw = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new InputError('The state is not valid JSON');
  }
  if (raw === null || typeof raw !== 'object' || raw.version !== 4) {
    throw new InputError(
      `The state has format version ${String(
        raw?.version,
      )}; only version 4 is known`,
    );
  }
  if (typeof raw.serial !== 'number' || typeof raw.lineage !== 'string') {
    throw new InputError('The state has no serial or no lineage');
  }
  return {
    serial: raw.serial,
    lineage: raw.lineage,
    terraformVersion:
      typeof raw.terraform_version === 'string'
        ? raw.terraform_version
        : undefined,
    resources: (raw.resources ?? []).flatMap(resource =>
      (resource.instances ?? []).map(instance => ({
        address: instanceAddress(resource, instance.index_key),
        type: resource.type ?? '',
        name: resource.name ?? '',
        module: resource.module ?? '',
        mode:
          resource.mode === 'data' ? ('data' as const) : ('managed' as const),
        provider: providerName(resource.provider ?? ''),
        ...instanceId(instance),
      })),
    ),
    outputs: Object.entries(raw.outputs ?? {}).map(([name, output]) => ({
      name,
      sensitive: output.sensitive === true,
      type: output.type,
      ...(output.sensitive !== true && { value: output.value }),
    })),
  };
}

function instanceAddress(
  resource: { module?: string; mode?: string; type?: string; name?: string },
  key: string | number | undefined,
): string {
  const parts = [
    ...(resource.module ? [resource.module] : []),
    ...(resource.mode === 'data' ? ['data'] : []),
    resource.type,
    resource.name,
  ];
  return `${parts.join('.')}${
    key === undefined ? '' : `[${JSON.stringify(key)}]`
  }`;
}

/** `provider["registry/ns/type"].alias` as `registry/ns/type`. */
function providerName(provider: string): string {
  return /provider\["([^"]+)"\]/.exec(provider)?.[1] ?? provider;
}

function instanceId(instance: {
  attributes?: Record<string, unknown>;
  sensitive_attributes?: unknown[];
}): { id?: string } {
  const id = instance.attributes?.id;
  const sensitive = JSON.stringify(
    instance.sensitive_attributes ?? [],
  ).includes('"value":"id"');
  return typeof id === 'string' && !sensitive ? { id } : {};
}
