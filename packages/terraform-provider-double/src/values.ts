import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';

/** A value that is known only after apply. */
export const UNKNOWN = Symbol('unknown');

export type Value =
  | undefined
  | null
  | string
  | number
  | bigint
  | boolean
  | typeof UNKNOWN
  | Value[]
  | { [key: string]: Value };

export type ObjectValue = { [key: string]: Value };

class UnknownValue {}

/**
 * Terraform writes a value that is not known yet as an extension of type 0, or 12 with what is known about it; what is known is not
 * needed here: https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/object-wire-format.md
 */
const extensionCodec = new ExtensionCodec();
for (const type of [0, 12]) {
  extensionCodec.register({
    type,
    encode: value =>
      type === 0 && value instanceof UnknownValue ? new Uint8Array(1) : null,
    decode: () => UNKNOWN,
  });
}
const OPTIONS = { extensionCodec, useBigInt64: true } as const;

export interface DynamicValue {
  msgpack?: Uint8Array;
  json?: Uint8Array;
}

export function decodeValue(value: DynamicValue | undefined): Value {
  if (value?.msgpack?.length) {
    return decode(value.msgpack, OPTIONS) as Value;
  }
  if (value?.json?.length) {
    return JSON.parse(Buffer.from(value.json).toString('utf8'));
  }
  return null;
}

export function encodeValue(value: Value): DynamicValue {
  return { msgpack: encode(withUnknowns(value), OPTIONS) };
}

function withUnknowns(value: Value): unknown {
  if (value === UNKNOWN) {
    return new UnknownValue();
  }
  if (Array.isArray(value)) {
    return value.map(withUnknowns);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, withUnknowns(inner)]),
    );
  }
  return value ?? null;
}
