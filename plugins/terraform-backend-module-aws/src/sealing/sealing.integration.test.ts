import { randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { SealingStatus } from '@planroom/backstage-plugin-terraform-common';
import { terraformSealingExtensionPoint } from '@planroom/backstage-plugin-terraform-node';
import { AwsEmulator } from '@planroom/codebuild-emulator';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports, @backstage/no-forbidden-package-imports
import {
  eventually,
  expectStatus,
  startTerraformBackend,
} from '@planroom/backstage-plugin-terraform-backend/src/__testUtils__';
import { AwsKeyManagement } from './AwsKeyManagement';

jest.setTimeout(300_000);

let emulator: AwsEmulator;

beforeAll(async () => {
  emulator = await AwsEmulator.start();
});
afterAll(() => emulator.close());

const kmsOnly = createBackendModule({
  pluginId: 'terraform',
  moduleId: 'kms',
  register(reg) {
    reg.registerInit({
      deps: { sealing: terraformSealingExtensionPoint },
      async init({ sealing }) {
        sealing.addKeyManagement(
          'aws',
          new AwsKeyManagement(() => new KMSClient(emulator.clientConfig)),
        );
      },
    });
  },
});

it('moves a portal from a secret to a key in KMS', async () => {
  const secret = { id: 'secret', secret: randomBytes(32).toString('base64') };
  const { arn } = emulator.createKey();
  const kms = { id: 'kms', kms: { provider: 'aws', keyId: arn } };
  const withKeys = (...keys: object[]) => ({
    modules: [kmsOnly],
    terraform: { sealing: { keys } } as never,
  });
  const first = await startTerraformBackend(withKeys(secret));
  const ask = { value: 'a password' };
  expectStatus(201, await first.as('developer').post('/secrets', ask));
  expect(emulator.journal.of('kms')).toEqual([]);
  await first.stop();

  const second = await startTerraformBackend({
    ...withKeys(kms, secret),
    successorOf: first,
  });
  expect(emulator.journal.of('kms').map(call => call.operation)).toEqual([
    'GenerateDataKey',
    'Decrypt',
  ]);
  const platform = second.as('platform');
  const reason = 'Keys belong in KMS';
  expectStatus(
    202,
    await platform.post('/operations/sealing/reseal', { reason }),
  );
  const status = await eventually('the end of the round', async () => {
    const now = await platform.read<SealingStatus>('/operations/sealing');
    return now.last && now;
  });
  expect(status.keys).toEqual([
    { id: 'kms', provider: 'kms', first: true, records: 1 },
    { id: 'secret', provider: 'secret', first: false, records: 0 },
  ]);
  await second.stop();

  emulator.journal.clear();
  const third = await startTerraformBackend({
    ...withKeys(kms),
    successorOf: second,
  });
  expectStatus(201, await third.as('developer').post('/secrets', ask));
  expect(emulator.journal.of('kms').map(call => call.operation)).toEqual([
    'Decrypt',
  ]);
  await third.stop();

  emulator.faults.failNext(
    'kms',
    'Decrypt',
    'DisabledException',
    'disabled',
    9,
  );
  await expect(
    startTerraformBackend({ ...withKeys(kms), successorOf: third }),
  ).rejects.toThrow(/startup|disabled/i);
});
