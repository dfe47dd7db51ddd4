import type { PhaseName } from '@planroom/terraform-runner';
import {
  allows,
  isReading,
  serviceOfAction,
  smallest,
  verbOf,
} from './actionPatterns';

/** What STS takes, in characters. */
export const POLICY_MAX_LENGTH = 2_048;

/** Their requests have no region, or that of where the service lives. The boundary of the module terraform-permissions exempts the same. */
const WITHOUT_REGION = [
  'cloudfront',
  'globalaccelerator',
  'iam',
  'route53',
  'sts',
  'support',
  'waf',
];

/** Of these, a whole verb gives rights away: they are widened last. */
const SENSITIVE = new Set(['iam', 'kms', 'organizations', 'sts']);

/** What can take a role out of its boundary. IAM compares the boundary for each. */
const BOUND = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];
const UNBIND = 'iam:DeleteRolePermissionsBoundary';

export interface SessionPolicyOptions {
  phase: PhaseName;
  /** everywhere when empty */
  regions: string[];
  permissionsBoundaryArn?: string;
}

export interface SessionPolicy {
  /** JSON of at most 2,048 characters; absent when even the widest does not fit */
  policy?: string;
  /** Sentences that say what was widened or left out, and why. */
  warnings: string[];
}

/**
 * The narrowest session policy that allows the actions and that STS takes.
 *
 * Actions are named in full while they fit. Then, one group at a time and the one that saves most first, those of a verb become one pattern
 * (`ec2:Describe*`), reading verbs before writing ones, and at last those of a service (`ec2:*`); then each that proved needless is taken back.
 * A plan's policy reads at each step. Regions and boundary are denied rather than allowed, so that they hold however wide the rest became;
 * they are left out only when nothing else helps.
 */
export function sessionPolicy(
  actions: string[],
  options: SessionPolicyOptions,
): SessionPolicy {
  const bound = options.permissionsBoundaryArn !== undefined;
  const needed = smallest(
    actions.filter(action => !bound || action !== UNBIND),
  );
  const unguarded = { phase: options.phase, regions: [] };

  const guarded = fit(needed, options);
  if (guarded.fits) {
    return { policy: guarded.policy, warnings: wideningOf(needed, guarded) };
  }
  const open = fit(needed, unguarded);
  if (open.fits) {
    return {
      policy: open.policy,
      warnings: [
        'Regions and boundary of the account are not in the session policy, since AWS takes at most 2,048 characters: only the role itself keeps to them.',
        ...wideningOf(needed, open),
      ],
    };
  }
  return {
    warnings: [
      'The session is not narrowed, since its policy does not fit into the 2,048 characters that AWS takes: the role itself is the limit.',
    ],
  };
}

interface Fitted {
  policy: string;
  fits: boolean;
  /** Patterns that stand for actions, narrowest first. */
  patterns: string[];
}

function fit(needed: string[], options: SessionPolicyOptions): Fitted {
  const wider = needed.map(action => ({
    action,
    patterns: patternsFor(action),
  }));
  const widen = (patterns: string[]) => {
    const widest = new Set(smallest(patterns));
    const rest = wider.filter(
      ({ patterns: own }) => !own.some(pattern => widest.has(pattern)),
    );
    return [...rest.map(({ action }) => action), ...widest];
  };
  const render = (patterns: string[]) =>
    documentOf(widen(patterns).sort(), options);
  const isShort = (patterns: string[]) => {
    const length = widen(patterns).reduce(
      (sum, action) => sum + lengthInList(action),
      0,
    );
    // Most are far too long to be worth rendering.
    return (
      length <= POLICY_MAX_LENGTH &&
      render(patterns).length <= POLICY_MAX_LENGTH
    );
  };

  let patterns: string[] = [];
  for (const stage of stagesOf(needed, options.phase)) {
    for (const pattern of stage) {
      if (isShort(patterns)) {
        break;
      }
      patterns.push(pattern);
    }
  }
  const fits = isShort(patterns);
  if (fits) {
    for (const pattern of [...patterns].reverse()) {
      const without = patterns.filter(other => other !== pattern);
      if (isShort(without)) {
        patterns = without;
      }
    }
  }
  return { policy: render(patterns), fits, patterns: smallest(patterns) };
}

/** Patterns to widen to, in the order of how little they give away; within a stage, the one that saves most first. */
function stagesOf(needed: string[], phase: PhaseName): string[][] {
  const patterns = groupsOf(needed);
  const services = patterns.filter(pattern => pattern.endsWith(':*'));
  const verbs = patterns.filter(pattern => !pattern.endsWith(':*'));
  const isSensitive = (pattern: string) =>
    SENSITIVE.has(serviceOfAction(pattern));

  const reading = verbs.filter(isReading);
  if (phase === 'plan') {
    return [reading];
  }
  const writing = verbs.filter(pattern => !isReading(pattern));
  return [
    reading,
    writing.filter(pattern => !isSensitive(pattern)),
    services.filter(pattern => !isSensitive(pattern)),
    writing.filter(isSensitive),
    services.filter(isSensitive),
  ];
}

/** What an action can be widened to. */
function patternsFor(action: string): string[] {
  if (action === '*') {
    return [];
  }
  const service = serviceOfAction(action);
  const verb = verbOf(action);
  return [...(verb ? [`${service}:${verb}*`] : []), `${service}:*`];
}

/** Patterns that are shorter than what they stand for, the one that saves most first. */
function groupsOf(actions: string[]): string[] {
  const groups = new Map<string, number>();
  for (const action of actions) {
    for (const pattern of patternsFor(action)) {
      groups.set(pattern, (groups.get(pattern) ?? 0) + lengthInList(action));
    }
  }
  return [...groups]
    .map(([pattern, length]) => ({
      pattern,
      saving: length - lengthInList(pattern),
    }))
    .filter(({ saving }) => saving > 0)
    .sort((a, b) => b.saving - a.saving || (a.pattern < b.pattern ? -1 : 1))
    .map(({ pattern }) => pattern);
}

/** With quotes and comma. */
function lengthInList(action: string): number {
  return action.length + 3;
}

function documentOf(actions: string[], options: SessionPolicyOptions): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: actions, Resource: '*' },
      ...regionGuard(actions, options.regions),
      ...boundaryGuard(actions, options.permissionsBoundaryArn),
    ],
  });
}

function regionGuard(actions: string[], regions: string[]) {
  if (regions.length === 0) {
    return [];
  }
  // Of the others, nothing is allowed anyway.
  const exempt = WITHOUT_REGION.map(service => `${service}:*`).filter(
    pattern =>
      pattern === 'sts:*' ||
      actions.some(action => action === '*' || allows(pattern, action)),
  );
  return [
    {
      Effect: 'Deny',
      NotAction: exempt,
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': [...regions].sort() },
      },
    },
  ];
}

function boundaryGuard(actions: string[], boundary: string | undefined) {
  const isAllowed = (action: string) =>
    actions.some(pattern => allows(pattern, action));
  const bound = BOUND.filter(isAllowed);
  return boundary === undefined
    ? []
    : [
        ...(bound.length > 0
          ? [
              {
                Effect: 'Deny',
                Action: bound,
                Resource: '*',
                Condition: {
                  StringNotEquals: { 'iam:PermissionsBoundary': boundary },
                },
              },
            ]
          : []),
        ...(isAllowed(UNBIND)
          ? [{ Effect: 'Deny', Action: UNBIND, Resource: '*' }]
          : []),
      ];
}

function wideningOf(needed: string[], { patterns }: Fitted): string[] {
  if (patterns.length === 0) {
    return [];
  }
  const parts = patterns.map(pattern => {
    const count = needed.filter(action => allows(pattern, action)).length;
    return `${pattern} for ${count}`;
  });
  return [
    `The session policy allows more than is needed, since AWS takes at most 2,048 characters; it has ${parts.join(
      ', ',
    )} actions. The role itself is the limit.`,
  ];
}
