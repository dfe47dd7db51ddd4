// The review that every example of the library passes: nothing public, everything encrypted, tagged, nothing wild in IAM, no secret in
// the state, and what holds data cannot be lost by a slip.
import { plannedResources } from './plannedResource.mjs';
import { reviewPolicy } from './policyRules.mjs';
import {
  BEANSTALK_RULES,
  COMPANIONS,
  RESOURCE_RULES,
} from './resourceRules.mjs';

/** Attributes that hold a policy document. */
const POLICY = /^(policy|assume_role_policy|access_policy|policy_document)$/;

/**
 * Findings about a plan, as `terraform show -json` or a `test_plan` message of `terraform test -json -verbose` gives it:
 * `{address, kind, message}`.
 */
export function review(plan) {
  const resources = plannedResources(plan);
  return resources.flatMap(resource => [
    ...reviewAttributes(resource),
    ...reviewCompanions(resource, resources),
    ...reviewTags(resource),
    ...reviewPolicies(resource),
    ...reviewSecrets(resource),
    ...reviewQueue(resource),
    ...reviewBeanstalk(resource),
  ]);
}

const finding = ({ address }, kind, message) => ({ address, kind, message });

function reviewAttributes(resource) {
  return (RESOURCE_RULES[resource.type] ?? [])
    .filter(({ block }) => !block || resource.all(block).some(Boolean))
    .filter(({ path, passes }) => !resource.all(path).every(passes))
    .map(({ kind, message }) => finding(resource, kind, message));
}

function reviewCompanions(resource, resources) {
  return (COMPANIONS[resource.type] ?? [])
    .filter(
      ({ type }) =>
        !resources.some(
          other => other.type === type && other.module === resource.module,
        ),
    )
    .map(({ kind, message }) => finding(resource, kind, message));
}

function reviewTags(resource) {
  const attributes = resource.schema?.attributes ?? {};
  // Google's `tags` are a list of words for its firewall.
  const name = ['tags', 'labels'].find(
    each => attributes[each]?.optional && attributes[each].type[0] === 'map',
  );
  if (!name || resource.isUnknown(name)) return [];
  return Object.keys(resource.get(name) ?? {}).length > 0
    ? []
    : [finding(resource, 'tagged', 'has no tags')];
}

function reviewPolicies(resource) {
  const documents = Object.keys(resource.schema?.attributes ?? {}).filter(
    name => POLICY.test(name) && !resource.type.endsWith('_lifecycle_policy'),
  );
  return documents.flatMap(name => {
    if (resource.isUnknown(name) && resource.schema.attributes[name].required) {
      return [
        finding(
          resource,
          'policy',
          `has a ${name} that is known only after apply, so nobody can review it`,
        ),
      ];
    }
    const document = parsed(resource.get(name));
    if (!document?.Statement) return [];
    return reviewPolicy(document, {
      isKeyPolicy: /^aws_kms_(replica_)?key(_policy)?$/.test(resource.type),
      isResourcePolicy: !/^aws_iam_/.test(resource.type),
    }).map(message => finding(resource, 'policy', `${name}: ${message}`));
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reviewSecrets(resource) {
  return secretPaths(resource.schema)
    .filter(path => resource.all(path).some(value => typeof value === 'string'))
    .map(path => finding(resource, 'secret', `keeps ${path} in the state`));
}

/** Attributes that a configuration gives, that the provider takes for secret and that land in the state, through all blocks. */
function secretPaths(block) {
  return [
    ...Object.entries(block?.attributes ?? {})
      .filter(
        ([, { sensitive, write_only: writeOnly, optional, required }]) =>
          sensitive && !writeOnly && (optional || required),
      )
      .map(([name]) => name),
    ...Object.entries(block?.block_types ?? {}).flatMap(([name, nested]) =>
      secretPaths(nested.block).map(path => `${name}.${path}`),
    ),
  ];
}

function reviewQueue(resource) {
  if (resource.type !== 'aws_sqs_queue') return [];
  const encrypted =
    resource.get('sqs_managed_sse_enabled') === true ||
    resource.get('kms_master_key_id') !== undefined ||
    resource.isUnknown('kms_master_key_id');
  return encrypted ? [] : [finding(resource, 'encrypted', 'is not encrypted')];
}

function reviewBeanstalk(resource) {
  if (resource.type !== 'aws_elastic_beanstalk_environment') return [];
  const settings = resource.get('setting') ? resource.all('setting') : [];
  return BEANSTALK_RULES.filter(
    ([, namespace, name, expected]) =>
      settings.find(
        setting => setting?.namespace === namespace && setting.name === name,
      )?.value !== expected,
  ).map(([kind, namespace, name, expected]) =>
    finding(resource, kind, `needs ${namespace} ${name} = ${expected}`),
  );
}

/**
 * Findings about a configuration that are not excused, and excuses that excuse nothing. An exception is
 * `{where, address, kind, message?, reason}`; `where` and `address` may hold `*` for any text, `message` is the beginning of the finding.
 */
export function withoutExceptions(name, findings, all) {
  const exceptions = all.filter(({ where }) => matches(where, name));
  const used = new Set();
  const left = findings.filter(
    found =>
      !exceptions.some(exception => {
        const excuses =
          exception.kind === found.kind &&
          matches(exception.address, found.address) &&
          found.message.startsWith(exception.message ?? '');
        if (excuses) used.add(exception);
        return excuses;
      }),
  );
  return { left, unused: exceptions.filter(each => !used.has(each)) };
}

function matches(pattern, text) {
  const parts = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
