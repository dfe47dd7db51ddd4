// What a plan phase hands over that did not run Terraform: one resource to create, with the right hashes.
import { createHash } from 'node:crypto';
import { load } from '../../scripts/lib/typescript.mjs';

const { canonicalJson } = load('@planroom/backstage-plugin-terraform-common');

export const TERRAFORM_VERSION = '1.11.4';
export const PLAN = Buffer.from('a plan');
export const ARCHIVE = Buffer.from('an archive');
export const CHANGES = Buffer.from(
  `${JSON.stringify({
    address: 'terraform_data.this',
    type: 'terraform_data',
    name: 'this',
    module: '',
    provider: 'terraform.io/builtin/terraform',
    mode: 'managed',
    action: 'create',
    actions: ['create'],
    before: null,
    after: { input: 'x' },
    replacePaths: [],
  })}\n`,
);

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

/** The runner's PlanResult. */
export const PLAN_RESULT = describePlan();

function describePlan() {
  const counts = { add: 1, change: 0, destroy: 0, replace: 0 };
  const rest = {
    planSha256: sha256(PLAN),
    archiveSha256: sha256(ARCHIVE),
    providerLockSha256: sha256(''),
    terraformVersion: TERRAFORM_VERSION,
    applyable: true,
    complete: true,
    errored: false,
    counts: { ...counts, import: 0, forget: 0, move: 0 },
    outputs: [],
    provisioners: [],
    drift: [],
    checks: [],
  };
  return {
    ...rest,
    redactedModelSha256: sha256(
      Buffer.concat([CHANGES, Buffer.from(canonicalJson(rest))]),
    ),
  };
}
