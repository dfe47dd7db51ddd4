/**
 * Actions as a policy names them: `s3:GetObject`, or a pattern such as `s3:Get*`.
 *
 * The words here: a *verb* is how an action begins (`Get`, `BatchGet`, `Put`); an action *reads* when it changes nothing in the account.
 */

/** Reads, though its verb does not say so. Decrypting changes nothing, and a refresh of a secret cannot do without it. */
const READS_BY_NAME = new Set([
  'apigateway:GET',
  'ec2:SearchTransitGatewayRoutes',
  'kms:Decrypt',
  'states:ValidateStateMachineDefinition',
]);

const READING_VERBS = new Set(['BatchGet', 'Describe', 'Get', 'List']);

/** Where `Get*` would also give tokens, passwords or work away: the service authorization reference calls these actions writing. */
const GETS_MORE_THAN_IT_READS = new Set([
  'athena',
  'cognito-identity',
  'cognito-idp',
  'datazone',
  'elasticmapreduce',
  'emr-containers',
  'iot',
  'lakeformation',
  'lightsail',
  'redshift',
  'redshift-serverless',
  'states',
  'sts',
]);

export function serviceOfAction(action: string): string {
  return action.split(':')[0];
}

/** @returns undefined for patterns of whole services, and for what is no word, such as API Gateway's `GET` */
export function verbOf(action: string): string | undefined {
  return /^[^:]+:(BatchGet|[A-Z][a-z0-9]+)/.exec(action)?.[1];
}

/** Whether all that the action or pattern allows only reads. */
export function isReading(action: string): boolean {
  if (READS_BY_NAME.has(action)) {
    return true;
  }
  const verb = verbOf(action);
  if (verb === undefined || !READING_VERBS.has(verb)) {
    return false;
  }
  return (
    verb !== 'Get' ||
    !action.endsWith('*') ||
    !GETS_MORE_THAN_IT_READS.has(serviceOfAction(action))
  );
}

/** Whether the pattern allows the action, or all that the other pattern allows. */
export function allows(pattern: string, action: string): boolean {
  return pattern.endsWith('*')
    ? action.startsWith(pattern.slice(0, -1))
    : pattern === action;
}

/** Sorted, each once, without what another one allows. */
export function smallest(actions: Iterable<string>): string[] {
  const all = [...new Set(actions)].sort();
  if (all[0] === '*') {
    return ['*'];
  }
  const patterns = new Map<string, string[]>();
  for (const pattern of all.filter(action => action.endsWith('*'))) {
    const service = serviceOfAction(pattern);
    patterns.set(service, [...(patterns.get(service) ?? []), pattern]);
  }
  return all.filter(
    action =>
      !patterns
        .get(serviceOfAction(action))
        ?.some(pattern => pattern !== action && allows(pattern, action)),
  );
}
