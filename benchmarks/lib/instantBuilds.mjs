// Builds that carry out no Terraform: they exchange with the portal what the runner of a real build would, in the emulator's process.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ARCHIVE,
  CHANGES,
  PLAN,
  PLAN_RESULT,
  TERRAFORM_VERSION,
} from './emptyPlan.mjs';

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
    const plan = spec.phase === 'plan' ? PLAN_RESULT : undefined;
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
          terraformVersion: TERRAFORM_VERSION,
          plan,
          startedAt,
          finishedAt: new Date().toISOString(),
        },
      }),
    );
    return 'SUCCEEDED';
  };
}
