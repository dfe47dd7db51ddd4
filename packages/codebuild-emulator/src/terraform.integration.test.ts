import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CodeBuildClient,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import {
  CloudWatchLogsClient,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AwsEmulator } from './AwsEmulator';
import { endOf } from './__testUtils__/endOf';

const found = spawnSync('terraform', ['version']).status === 0;
if (!found) {
  // eslint-disable-next-line no-console
  console.warn('terraform is not on the PATH: its tests are skipped');
}

const ROLE = 'arn:aws:iam::111122223333:role/planroom-apply';

const configuration = (seconds: number) => `
terraform {
  backend "s3" {
    bucket       = "state"
    key          = "team/state"
    region       = "eu-west-1"
    use_lockfile = true
    encrypt      = true
    kms_key_id   = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
  }
}
resource "terraform_data" "this" {
  input = "kept"
  provisioner "local-exec" { command = "echo working; sleep ${seconds}" }
}
output "kept" { value = terraform_data.this.output }
`;

(found ? describe : describe.skip)('terraform', () => {
  let emulator: AwsEmulator;
  let s3: S3Client;
  let folder: string;
  const lock = { Bucket: 'state', Key: 'team/state.tflock' };

  beforeEach(async () => {
    emulator = await AwsEmulator.start();
    emulator.createBucket('state');
    s3 = new S3Client(emulator.clientConfig);
    folder = await mkdtemp(join(tmpdir(), 'emulator-terraform-'));
  });

  afterEach(async () => {
    s3.destroy();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  function terraform(...args: string[]) {
    const child = spawn('terraform', [...args, '-no-color'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CHECKPOINT_DISABLE: '1',
        ...emulator.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    return new Promise<{ status: number | null; output: string }>(resolve =>
      child.once('close', status => resolve({ status, output })),
    );
  }

  it('keeps its state and lock in S3, and is refused while another has the lock', async () => {
    await writeFile(join(folder, 'main.tf'), configuration(3));
    expect((await terraform('init', '-input=false')).output).toContain(
      'successfully initialized',
    );
    const applying = terraform('apply', '-auto-approve', '-input=false');
    let held: HeadObjectCommandOutput | undefined;
    while (!held) {
      await wait(50);
      held = await s3.send(new HeadObjectCommand(lock)).catch(() => undefined);
    }
    expect(held.ServerSideEncryption).toBe('aws:kms');
    const refused = await terraform('plan', '-input=false');
    expect(refused.status).toBe(1);
    expect(refused.output).toContain('Error acquiring the state lock');
    expect(refused.output).toContain('StatusCode: 412');
    expect(refused.output).toMatch(/Operation: +OperationTypeApply/);

    expect(await applying).toMatchObject({ status: 0 });
    await expect(s3.send(new HeadObjectCommand(lock))).rejects.toMatchObject({
      name: 'NotFound',
    });
    const state = await s3.send(
      new GetObjectCommand({ Bucket: 'state', Key: 'team/state' }),
    );
    expect(JSON.parse(await state.Body!.transformToString())).toMatchObject({
      outputs: { kept: { value: 'kept' } },
    });
    const { Versions, DeleteMarkers } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: 'state', Prefix: lock.Key }),
    );
    expect([Versions!.length, DeleteMarkers!.length]).toEqual([1, 1]);
    expect(
      emulator.journal.entries.map(({ errorName }) => errorName),
    ).not.toContain('UnknownOperationException');
  }, 40_000);

  it('runs in builds with the credentials of their role; killing one leaves its lock', async () => {
    emulator.putProject({
      name: 'apply',
      serviceRole: ROLE,
      buildspec: `
version: 0.2
env:
  shell: bash
phases:
  pre_build:
    commands:
      - |
        cat > main.tf <<'END'
${configuration(30).replace(/^/gm, '        ')}
        END
      - terraform init -input=false -no-color
  build:
    commands:
      - terraform apply -auto-approve -input=false -no-color
`,
    });
    const codebuild = new CodeBuildClient(emulator.clientConfig);
    const logs = new CloudWatchLogsClient(emulator.clientConfig);
    const start = async () =>
      (await codebuild.send(new StartBuildCommand({ projectName: 'apply' })))
        .build!;
    const logOf = async (id: string) => {
      const { events } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: '/aws/codebuild/apply',
          logStreamName: id.split(':')[1],
          startFromHead: true,
        }),
      );
      return events!.map(({ message }) => message).join('');
    };
    const first = await start();
    while (!(await logOf(first.id!).catch(() => '')).includes('): working')) {
      expect(emulator.builds()[0].status).toBe('IN_PROGRESS');
      await wait(50);
    }
    await codebuild.send(new StopBuildCommand({ id: first.id! }));
    const left = await s3.send(new GetObjectCommand(lock));
    expect(await left.Body!.transformToString()).toContain(
      'OperationTypeApply',
    );
    const second = await endOf(codebuild, (await start()).id!);
    expect(second.buildStatus).toBe('FAILED');
    expect(await logOf(second.id!)).toContain('StatusCode: 412');

    await s3.send(new DeleteObjectCommand({ ...lock, IfMatch: left.ETag }));
    const callers = new Set(
      emulator.journal
        .of('s3', 'PutObject')
        .filter(({ input }) => input.Key === lock.Key)
        .map(({ caller }) => caller),
    );
    expect([...callers]).toEqual(
      [first, second].map(
        ({ id }) =>
          `arn:aws:sts::111122223333:assumed-role/planroom-apply/AWSCodeBuild-${
            id!.split(':')[1]
          }`,
      ),
    );
    codebuild.destroy();
    logs.destroy();
  }, 40_000);
});
