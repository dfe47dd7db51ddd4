import { mockServices } from '@backstage/backend-test-utils';
import { readBlobUse } from './readBlobUse';

const store = {
  put: async () => {},
  get: async () => undefined,
  remove: async () => {},
};
const config = (terraform: object) =>
  mockServices.rootConfig({ data: { terraform } as never });
const read = (terraform: object) => readBlobUse(config(terraform), store);

it('keeps in the store what is told to be, and reads logs wherever there is one', () => {
  expect(read({})).toEqual({ logs: store, movesLogs: false });
  expect(read({ plans: { store: 's3' } })).toEqual({
    plans: store,
    logs: store,
    movesLogs: false,
  });
  expect(read({ plans: { store: 'database' }, logs: { store: 's3' } })).toEqual(
    { logs: store, movesLogs: true },
  );
});

it('refuses a store that there is not', () => {
  expect(readBlobUse(config({}), undefined)).toEqual({ movesLogs: false });
  for (const part of ['plans', 'logs']) {
    expect(() =>
      readBlobUse(config({ [part]: { store: 's3' } }), undefined),
    ).toThrow(`terraform.${part}.store is s3, but there is no bucket`);
    expect(() => read({ [part]: { store: 'S3' } })).toThrow(
      `terraform.${part}.store is S3; choose database or s3`,
    );
  }
});
