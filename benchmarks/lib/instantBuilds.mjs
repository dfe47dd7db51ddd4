// Builds that carry out no Terraform: they exchange with the portal what the runner of a real build would, in the emulator's process.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from '../../scripts/lib/typescript.mjs';

const { canonicalJson } = load('@planroom/backstage-plugin-terraform-common');

const PLAN = Buffer.from('a plan');
const ARCHIVE = Buffer.from('an archive');
const CHANGES = Buffer.from(
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

const sha256 = content => createHash('sha256').update(content).digest('hex');

/**
 * The `run` of an emulated project.
 *
 * @param options.seconds - how long each build takes
 * @param options.lines - how many lines it logs meanwhile
 */
export function instantBuild({ seconds, lines }) {
  return async (build, context) => {
    const [, , bucket, ...path] = build.env.RUN_MANIFEST.split('/');
    const folder = path.slice(0, -1).join('/');
    const { spec } = JSON.parse(context.getObject(bucket, path.join('/')));
    const put = (name, content) =>
      context.putObject(bucket, `${folder}/${name}`, content);
    put('started', build.arn);
    const output = [];
    const startedAt = new Date().toISOString();
    for (let n = 0; n < lines; n += 1) {
      const record = {
        kind: 'log',
        at: new Date().toISOString(),
        level: 'info',
        text: `line ${n}`,
      };
      output.push(JSON.stringify(record));
      context.log(JSON.stringify({ n, ...record }));
      await sleep((seconds * 1_000) / lines, undefined, {
        signal: context.signal,
      });
    }
    const result = (name, content) => put(`${build.arn}/${name}`, content);
    const plan = spec.phase === 'plan' ? planResult() : undefined;
    if (plan) {
      result('tfplan', PLAN);
      result('archive.tar.gz', ARCHIVE);
      result('changes.ndjson', CHANGES);
    }
    result('output.ndjson', `${output.join('\n')}\n`);
    result(
      'exit.json',
      JSON.stringify({
        v: 1,
        records: lines,
        result: {
          v: 1,
          phaseId: spec.phaseId,
          outcome: 'succeeded',
          step: 'hand-over',
          diagnostics: [],
          terraformVersion: '1.11.4',
          plan,
          startedAt,
          finishedAt: new Date().toISOString(),
        },
      }),
    );
    return 'SUCCEEDED';
  };
}

function planResult() {
  const rest = {
    planSha256: sha256(PLAN),
    archiveSha256: sha256(ARCHIVE),
    providerLockSha256: sha256(''),
    terraformVersion: '1.11.4',
    applyable: true,
    complete: true,
    errored: false,
    counts: {
      add: 1,
      change: 0,
      destroy: 0,
      replace: 0,
      import: 0,
      forget: 0,
      move: 0,
    },
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
