/**
 * `node run-phase.js`: one phase of a run on a machine of its own, such as a build of AWS CodeBuild. It takes the phase from a bucket
 * (see ../manifest.ts for the objects), carries it out with the runner beside it, and stores what came out in the bucket.
 *
 * Environment: RUN_MANIFEST, RUN_PHASE, RUN_ARTIFACT_BUCKET, CODEBUILD_BUILD_ARN, AWS_REGION or AWS_DEFAULT_REGION; optional
 * RUN_TERRAFORM_VERSION, RUN_TIMEOUT_MINUTES, RUN_USER_ID, TF_PLUGIN_MIRROR_DIR; and the credentials of the machine's role.
 *
 * Exit codes: 0 succeeded, 1 failed or canceled and handed over as such, 3 another build has begun the phase, 64 refused before
 * anything was touched, 70 how the phase ended could not be stored.
 */
import { RemotePhase } from './remotePhase';

process.umask(0o077);
// eslint-disable-next-line no-restricted-syntax
const phase = new RemotePhase(process.env, __dirname);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => phase.stop());
}
process.on('SIGHUP', () => undefined);
phase.run().then(code => process.exit(code));
