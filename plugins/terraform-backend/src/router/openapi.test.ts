import { createRequire } from 'node:module';
import { startTerraformBackend } from '../__testUtils__';
import { createRouter, RouterOptions } from './createRouter';
import { createOpenApiDocument } from './openapi';

jest.setTimeout(120_000);

const HTTP_METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

interface Operation {
  operationId: string;
  security: unknown[];
}

const documented = () => {
  const paths = createOpenApiDocument().paths as Record<
    string,
    Record<string, Operation>
  >;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );
};

it('is a valid OpenAPI document', async () => {
  // The validator that `backstage-repo-tools package schema openapi validate` uses.
  const fromRepoTools = createRequire(
    require.resolve('@backstage/repo-tools/package.json'),
  );
  const parser: { validate(document: unknown): Promise<unknown> } =
    fromRepoTools('@apidevtools/swagger-parser');
  const document = JSON.parse(JSON.stringify(createOpenApiDocument()));
  await parser.validate(document);
  await expect(
    parser.validate({ ...document, openapi: '9.9' }),
  ).rejects.toThrow();
  const ids = documented().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('describes every route, and no other', () => {
  const router = createRouter({} as RouterOptions);
  const mounted = (router.stack as Layer[])
    .flatMap(({ route }) =>
      Object.keys(route?.methods ?? {}).map(
        method => `${method} ${route?.path.replace(/:(\w+)/g, '{$1}')}`,
      ),
    )
    // Terraform's own protocol, and the document itself
    .filter(
      route => !/^\w+ \/state\//.test(route) && route !== 'get /openapi.json',
    );
  expect(mounted.length).toBeGreaterThan(20);
  expect(mounted.sort()).toEqual(
    documented()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  );
  expect(
    documented().filter(({ method }) => !HTTP_METHODS.includes(method)),
  ).toEqual([]);
});

// What clouds check tokens with is the same for everyone, so a token of any kind is not even looked at.
const FOR_CLOUDS = ['/oidc/.well-known/openid-configuration', '/oidc/jwks'];

it('lets nobody in without signing in, but to the health and what clouds read', async () => {
  const portal = await startTerraformBackend();
  for (const { path, method, operation } of documented()) {
    const url = path.replace(/\{\w+\}/g, 'x');
    for (const headers of [{}, { authorization: 'Bearer nonsense' }]) {
      const answer = await portal.anonymous.send(method.toUpperCase(), url, {
        headers: headers as Record<string, string>,
      });
      const isForClouds = FOR_CLOUDS.includes(path);
      const isPublic = isForClouds || path === '/health';
      expect(operation.security).toEqual(isPublic ? [] : [{ JWT: [] }]);
      expect([method, path, answer.status]).toEqual([
        method,
        path,
        isForClouds || (isPublic && Object.keys(headers).length === 0)
          ? 200
          : 401,
      ]);
    }
  }
  expect(await portal.anonymous.get('/openapi.json')).toMatchObject({
    status: 401,
  });
  expect(await portal.as('stranger').read('/openapi.json')).toEqual(
    createOpenApiDocument(),
  );
  expect(await portal.as('stranger').read('/environments')).toMatchObject({
    items: [
      { name: 'dev', autoApply: 'non-destructive' },
      {
        name: 'staging',
        rule: 'Needs one approval from reviewers, not by the requester',
      },
      { name: 'production' },
    ],
  });
  expect(await portal.as('stranger').read('/modules/sandbox')).toMatchObject({
    name: 'sandbox',
    version: '1.0.0',
  });
});
