import { CredentialsServer, containerCredentials } from './credentialsServer';
import type { AwsCredentials } from './renewedCredentials';

const ROLE = 'arn:aws:iam::111122223333:role/x';
const SESSION: AwsCredentials = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'secret',
  sessionToken: 'token',
  expiration: new Date('2030-01-01T00:00:00Z'),
};

it('answers in the form that SDKs read, also for credentials without an end', () => {
  expect(containerCredentials(SESSION, ROLE)).toEqual({
    RoleArn: ROLE,
    AccessKeyId: 'ASIA1',
    SecretAccessKey: 'secret',
    Token: 'token',
    Expiration: '2030-01-01T00:00:00.000Z',
  });
  const endless = containerCredentials({
    accessKeyId: 'AKIA',
    secretAccessKey: 'secret',
  });
  expect(endless).toMatchObject({ Token: '' });
  expect(endless).not.toHaveProperty('RoleArn');
  expect(Date.parse(endless.Expiration)).toBeGreaterThan(Date.now());
});

it('gives credentials to who knows the token, and to nobody else', async () => {
  let current: AwsCredentials | Error = SESSION;
  const server = await CredentialsServer.start(
    {
      get: async () => {
        if (current instanceof Error) {
          throw current;
        }
        return current;
      },
    },
    ROLE,
  );
  const {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  } = server.environment;
  const ask = async (authorization?: string, method = 'GET') => {
    const answer = await fetch(uri, {
      method,
      headers: authorization ? { authorization } : {},
    });
    return { status: answer.status, text: await answer.text() };
  };
  expect(uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(JSON.parse((await ask(token)).text)).toMatchObject({
    AccessKeyId: 'ASIA1',
  });
  for (const wrong of [undefined, '', 'x'.repeat(token.length), `${token}x`]) {
    const answer = await ask(wrong);
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain('secret');
  }
  expect((await ask(token, 'POST')).status).toBe(405);
  current = new Error('The credentials have expired');
  expect(await ask(token)).toEqual({
    status: 500,
    text: JSON.stringify({
      code: 'CredentialsExpired',
      message: 'The credentials have expired',
    }),
  });
  await server.stop();
  await expect(ask(token)).rejects.toThrow();
});
