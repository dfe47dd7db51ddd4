import type { TerraformNeed } from '@planroom/backstage-plugin-terraform-node';
import { ACTIONS, serviceOf, type TypeActions } from './actions';
import { isReading, smallest } from './actionPatterns';

/** What one type of resource asks for. */
export interface Grant {
  /** resource type, data sources as `data.aws_vpc` */
  for: string;
  actions: string[];
  /** Set when nothing is kept about the type: its service, or `unknown`. */
  guess?: 'service' | 'unknown';
}

type Access = keyof TypeActions;

/** What a change calls. Everything is read on the way but what Terraform only forgets. */
const CALLS: Record<TerraformNeed['action'], Access[]> = {
  create: ['read', 'create'],
  update: ['read', 'update'],
  delete: ['read', 'delete'],
  replace: ['read', 'create', 'delete'],
  'no-op': ['read'],
  read: ['read'],
  import: ['read'],
  move: ['read'],
  forget: [],
};

/** One entry for each type, sorted; types of other providers ask AWS for nothing. */
export function grantsOf(needs: TerraformNeed[]): Grant[] {
  const calls = new Map<string, Set<Access>>();
  for (const { type, mode, action } of needs) {
    if (CALLS[action].length > 0 && isOfAws(type)) {
      const key = mode === 'data' ? `data.${type}` : type;
      const of = calls.get(key) ?? new Set();
      CALLS[action].forEach(call => of.add(call));
      calls.set(key, of);
    }
  }
  return [...calls.keys()]
    .sort()
    .map(type => grantOf(type, calls.get(type) ?? new Set()))
    .filter(({ actions }) => actions.length > 0);
}

/** `awscc` is AWS's own second provider, about whose types nothing is kept. */
function isOfAws(type: string): boolean {
  return /^aws(cc)?_/.test(type);
}

function grantOf(type: string, calls: Set<Access>): Grant {
  const known = Object.hasOwn(ACTIONS, type) ? ACTIONS[type] : undefined;
  if (known) {
    return {
      for: type,
      actions: smallest([...calls].flatMap(call => known[call])),
    };
  }
  const service = serviceOf(type);
  if (!service) {
    return { for: type, actions: ['*'], guess: 'unknown' };
  }
  const onlyReads = [...calls].every(call => call === 'read');
  return {
    for: type,
    actions: onlyReads ? readingOf(service) : [`${service}:*`],
    guess: 'service',
  };
}

function readingOf(service: string): string[] {
  return ['BatchGet*', 'Describe*', 'Get*', 'List*']
    .map(pattern => `${service}:${pattern}`)
    .filter(isReading);
}
