import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
// The document is not exported, because it serves this test alone.
// eslint-disable-next-line @backstage/no-forbidden-package-imports
import { createOpenApiDocument } from '@planroom/backstage-plugin-terraform-backend/src/router/openapi';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Instruction {
  name: string;
  text: string;
}

/** Instructions of a Dockerfile in order: comments and blank lines left out, continued lines joined. */
function parseDockerfile(content: string): Instruction[] {
  return content
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => {
      const [, name, text] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      if (!name) throw new Error(`Not an instruction: ${line}`);
      return { name: name.toUpperCase(), text };
    });
}

/** From each FROM to the next. */
function stagesOf(instructions: Instruction[]): Instruction[][] {
  return instructions.reduce<Instruction[][]>((stages, instruction) => {
    if (instruction.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
    return stages;
  }, []);
}

/** Whether a path is kept out of the build by one of the patterns; `!` and `?` are not used here. */
function isIgnored(patterns: string[], path: string): boolean {
  return patterns.some(pattern => {
    const expression = pattern
      .split(/(\*\*\/|\*)/)
      .map(part => {
        if (part === '**/') return '(?:.*/)?';
        if (part === '*') return '[^/]*';
        return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
      })
      .join('');
    return new RegExp(`^${expression}(?:/.*)?$`).test(path);
  });
}

/** Names in `${NAME}`; those with a default are left out. */
function variablesWithoutDefault(content: string): string[] {
  const used = content
    .split('\n')
    .filter(line => !/^\s*#/.test(line))
    .flatMap(line => [...line.matchAll(/\$\{([A-Z][A-Z0-9_]*)\}/g)]);
  return [...new Set(used.map(([, name]) => name))].sort();
}

const dockerfile = parseDockerfile(read('Dockerfile'));
const stages = stagesOf(dockerfile);
const image = stages.at(-1)!;
const of = (instructions: Instruction[], name: string) =>
  instructions.filter(i => i.name === name).map(i => i.text);
const ignored = read('.dockerignore')
  .split('\n')
  .map(line => line.trim())
  .filter(line => line && !line.startsWith('#'));
const compose = parse(read('docker-compose.yaml'));
const example = Object.fromEntries(
  read('.env.example')
    .split('\n')
    .filter(line => /^[A-Z]/.test(line))
    .map(line => {
      const [name, ...value] = line.split('=');
      return [name, value.join('=')];
    }),
);

describe('Dockerfile', () => {
  it('consists of known instructions and pins its base image', () => {
    const known =
      'ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK RUN USER VOLUME WORKDIR';
    expect(known.split(' ')).toEqual(
      expect.arrayContaining([...new Set(dockerfile.map(i => i.name))]),
    );
    expect(of(dockerfile, 'ARG')[0]).toMatch(
      /^NODE_IMAGE=node:22\.\d+\.\d+-bookworm-slim$/,
    );
    for (const from of of(dockerfile, 'FROM')) {
      expect(from).toMatch(/^(\$\{NODE_IMAGE\}|build)( AS \w+)?$/);
    }
  });

  it('builds with the vendored yarn and an immutable lock file', () => {
    const vendored = /^yarnPath: (\S+)$/m.exec(read('.yarnrc.yml'))![1];
    const runs = of(stages[0], 'RUN');
    expect(runs).toContain(`node ${vendored} install --immutable`);
    expect(runs).toContain(`node ${vendored} workspace backend build`);
    const [install] = of(stages[1], 'RUN');
    expect(install).toContain(
      `node ${vendored} workspaces focus --all --production`,
    );
    for (const needed of [
      '.yarn',
      '.yarnrc.yml',
      'package.json',
      'yarn.lock',
    ]) {
      expect(install.split(' && ')[0].split(' ')).toContain(`/src/${needed}`);
    }
  });

  it('never contains the sign-in of the demo, secrets or state', () => {
    for (const path of [
      'app-config.demo.yaml',
      'app-config.dev.yaml',
      'app-config.local.yaml',
      'catalog/demo.yaml',
      '.env',
      '.env.production',
      'organization.yaml',
      '.data/sealing.key',
      'terraform/modules/sandbox/terraform.tfstate',
      'terraform/modules/sandbox/.terraform/modules/modules.json',
      'node_modules/express/package.json',
      'packages/app/node_modules/react/package.json',
      '.git/config',
    ]) {
      expect({ path, ignored: isIgnored(ignored, path) }).toEqual({
        path,
        ignored: true,
      });
    }
    // The bundle carries the packages' own files, so that only these folders and files can bring more into the image.
    const copied = of(image, 'COPY').filter(text => !text.includes('--from='));
    expect(copied).toEqual([
      'app-config.yaml app-config.production.yaml app-config.github.yaml catalog-info.yaml ./',
      'templates ./templates',
      'terraform ./terraform',
    ]);
    expect(JSON.stringify(dockerfile)).not.toContain('demo');
  });

  it('gets everything that it copies', () => {
    for (const path of [
      'app-config.yaml',
      'app-config.production.yaml',
      'catalog-info.yaml',
      'templates/sandbox-service/template.yaml',
      'terraform/modules/sandbox/main.tf',
      'package.json',
      'yarn.lock',
      '.yarnrc.yml',
      '.yarn/releases/yarn-4.18.0.cjs',
      'backstage.json',
      'packages/backend/src/index.ts',
      'packages/terraform-runner/build.mjs',
      'plugins/terraform-backend/migrations/20261120000000_init.js',
    ]) {
      expect({ path, ignored: isIgnored(ignored, path) }).toEqual({
        path,
        ignored: false,
      });
      expect(read(path)).not.toBe('');
    }
  });

  it('does not run as root', () => {
    expect(of(image, 'USER')).toEqual(['node']);
    const names = image.map(i => i.name);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
  });

  it('verifies Terraform before it unpacks it', () => {
    const stage = stages.find(s => s[0].text.endsWith('AS terraform'))!;
    expect(of(stage, 'ARG')).toEqual([
      expect.stringMatching(/^TARGETARCH=amd64$/),
      expect.stringMatching(/^TERRAFORM_VERSION=\d+\.\d+\.\d+$/),
      expect.stringMatching(/^TERRAFORM_SHA256=[0-9a-f]{64}$/),
    ]);
    const fetching = of(stage, 'RUN').find(run => run.includes('curl -'))!;
    const steps = fetching.split(' && ').map(step => step.trim());
    expect(steps[0]).toMatch(/^curl --fail .*https:\/\//);
    expect(steps[1]).toBe(
      'echo "${TERRAFORM_SHA256}  /tmp/terraform.zip" | sha256sum --check --strict',
    );
    expect(steps[2]).toMatch(/^unzip \/tmp\/terraform\.zip/);
  });

  it('starts as production, through an init, with its data in a volume', () => {
    expect(of(image, 'ENV').join(' ').split(/\s+/)).toEqual([
      'NODE_ENV=production',
      'PLANROOM_HOME=/app',
      'PLANROOM_DATA_DIR=/data',
    ]);
    expect(of(image, 'VOLUME')).toEqual(['/data']);
    expect(JSON.parse(of(image, 'ENTRYPOINT')[0])[0]).toBe('tini');
    expect(JSON.parse(of(image, 'CMD')[0])).toEqual([
      '--config',
      'app-config.yaml',
      '--config',
      'app-config.production.yaml',
    ]);
    const { listen } = parse(read('app-config.production.yaml')).backend;
    expect(of(image, 'EXPOSE')).toEqual([String(listen.port)]);
  });

  it('asks a route for its health that exists', () => {
    const [check] = of(image, 'HEALTHCHECK');
    expect(healthPath(check)).toBe('/health');
  });
});

describe('docker-compose.yaml', () => {
  const { portal, postgres } = compose.services;

  it('has the portal and a database, each with a health check', () => {
    expect(Object.keys(compose.services)).toEqual(['portal', 'postgres']);
    expect(postgres.image).toMatch(/^postgres:16\./);
    expect(postgres.healthcheck.test).toContainEqual(
      expect.stringContaining('pg_isready'),
    );
    expect(healthPath(portal.healthcheck.test.join(' '))).toBe('/health');
    expect(portal.depends_on.postgres.condition).toBe('service_healthy');
    const volumes = [...portal.volumes, ...postgres.volumes].flatMap(v =>
      typeof v === 'string' ? [v.split(':')[0]] : [],
    );
    expect(volumes.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('starts with the production configuration and never with the demo', () => {
    const files = portal.command.filter((_: string, i: number) => i % 2 === 1);
    expect(files).toEqual([
      'app-config.yaml',
      'app-config.production.yaml',
      'app-config.docker.yaml',
    ]);
    expect(read('docker-compose.yaml')).not.toContain('demo');
    // A list replaces the one of an earlier file, so nothing of app-config.yaml may get lost.
    const shared = parse(read('app-config.yaml')).catalog.locations;
    const own = parse(read('app-config.docker.yaml')).catalog.locations;
    expect(own.slice(0, shared.length)).toEqual(shared);
  });

  it('sets and explains every variable of the configuration', () => {
    const needed = variablesWithoutDefault(read('app-config.production.yaml'));
    expect(needed.length).toBeGreaterThan(10);
    expect(Object.keys(portal.environment)).toEqual(
      expect.arrayContaining(needed),
    );
    expect(Object.keys(example)).toEqual(expect.arrayContaining(needed));
  });

  it('shares the host only where that is accepted', () => {
    const key = 'executors_local_acceptSharedHost';
    expect(portal.environment[`APP_CONFIG_terraform_${key}`]).toBe(
      '${PLANROOM_ACCEPT_SHARED_HOST:-false}',
    );
    expect(example.PLANROOM_ACCEPT_SHARED_HOST).toBe('false');
    expect(JSON.stringify(portal)).not.toContain('root');
  });

  it('reads nothing from the environment that the example does not have', () => {
    const used = [
      ...read('docker-compose.yaml').matchAll(/(?<!\$)\$\{([A-Z_]+)/g),
    ].map(([, name]) => name);
    expect(Object.keys(example)).toEqual(expect.arrayContaining(used));
  });

  it('comes without a ready-made secret', () => {
    const secrets = Object.keys(example).filter(name =>
      /SECRET|PASSWORD|SEALING_KEY$/.test(name),
    );
    expect(secrets.length).toBeGreaterThan(4);
    expect(secrets.filter(name => example[name] !== '')).toEqual([]);
  });
});

describe('isIgnored', () => {
  it.each([
    ['*.log', 'a.log', true],
    ['*.log', 'folder/a.log', false],
    ['**/dist', 'dist', true],
    ['**/dist', 'packages/app/dist/index.html', true],
    ['**/dist', 'packages/distance', false],
    ['.env.*', '.env.example', true],
    ['docs', 'docs/a.md', true],
    ['docs', 'docs.md', false],
    ['**/*.tfstate', 'terraform/a/x.tfstate', true],
  ])('%s matches %s: %s', (pattern, path, expected) => {
    expect(isIgnored([pattern], path)).toBe(expected);
  });
});

/** The path below the plugin that a health check asks, if the API has it. */
function healthPath(check: string): string | undefined {
  const path = /\/api\/terraform(\/[\w/]+)/.exec(check)?.[1];
  const paths = Object.keys(createOpenApiDocument().paths as object);
  return paths.find(candidate => candidate === path);
}
