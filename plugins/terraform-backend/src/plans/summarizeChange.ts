import {
  AttributeChange,
  attributeChanges,
  isSensitiveMarker,
  isUnknownMarker,
} from '@planroom/backstage-plugin-terraform-common';
import type { RedactedChange } from '@planroom/terraform-runner';

const SHOWN = 3;
const VALUE_LENGTH = 40;

/** What changes, in a few words: `size "small" → "large", replicas 2 → 3, 4 more`. */
export function summarizeChange(change: RedactedChange): string {
  switch (change.action) {
    case 'create':
    case 'read':
      return describeIdentity(change.after);
    case 'delete':
    case 'forget':
    case 'no-op':
      return describeIdentity(change.before);
    case 'move':
      return `moved from ${change.previousAddress}`;
    case 'import':
      return `imported ${change.importId ?? ''}`.trim();
    default:
      return describeDifference(
        attributeChanges(change.before, change.after, change.replacePaths),
      );
  }
}

function describeDifference(changes: AttributeChange[]): string {
  const changed = changes.filter(change => change.kind !== 'unchanged');
  const ordered = [
    ...changed.filter(change => change.forcesReplacement),
    ...changed.filter(
      change => !change.forcesReplacement && !isUnknownMarker(change.after),
    ),
    ...changed.filter(
      change => !change.forcesReplacement && isUnknownMarker(change.after),
    ),
  ];
  const parts = ordered
    .slice(0, SHOWN)
    .map(
      change =>
        `${change.path} ${describeValue(change.before)} → ${describeValue(
          change.after,
        )}${change.forcesReplacement ? ' (forces replacement)' : ''}`,
    );
  if (ordered.length > SHOWN) parts.push(`${ordered.length - SHOWN} more`);
  return parts.join(', ');
}

const NAMING_ATTRIBUTES = ['name', 'bucket', 'identifier', 'id', 'arn'];

function describeIdentity(value: unknown): string {
  if (value === null || typeof value !== 'object') return '';
  const attributes = value as Record<string, unknown>;
  const name = NAMING_ATTRIBUTES.find(
    key => typeof attributes[key] === 'string',
  );
  return name ? `${name} ${describeValue(attributes[name])}` : '';
}

function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (isSensitiveMarker(value)) return '(sensitive)';
  if (isUnknownMarker(value)) return '(known after apply)';
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text;
}
