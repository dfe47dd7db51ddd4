// Both images and docker-compose.yaml, read as text, because Docker need not be there; and install-binaries.sh, tried for real.
// Run: node --test docker/dockerfiles.test.mjs
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..');
const read = path => readFileSync(join(ROOT, path), 'utf8');

/** Instructions in order: comments and blank lines left out, continued lines joined. */
function parseDockerfile(content) {
  return content
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => {
      const match = /^([A-Z]+)\s+(.*)$/.exec(line);
      assert.ok(match, `not an instruction: ${line}`);
      return { name: match[1], text: match[2] };
    });
}

function stagesOf(instructions) {
  const stages = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

const of = (instructions, name) =>
  instructions.filter(i => i.name === name).map(i => i.text);

const KNOWN =
  'ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK RUN USER VOLUME WORKDIR'.split(
    ' ',
  );
const PINNED =
  /^[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?(@sha256:[0-9a-f]{64})?$/;

for (const path of ['Dockerfile', 'docker/runner.Dockerfile']) {
  describe(path, () => {
    const instructions = parseDockerfile(read(path));
    const stages = stagesOf(instructions);
    const image = stages.at(-1);
    const global = Object.fromEntries(
      of(
        instructions.slice(
          0,
          instructions.findIndex(({ name }) => name === 'FROM'),
        ),
        'ARG',
      ).map(text => text.split(/=(.*)/s).slice(0, 2)),
    );
    const names = stages.flatMap(
      ([{ text }]) => / AS (\w+)$/.exec(text)?.[1] ?? [],
    );

    test('consists of known instructions', () => {
      assert.deepEqual(
        [...new Set(instructions.map(({ name }) => name))].filter(
          name => !KNOWN.includes(name),
        ),
        [],
      );
    });

    test('begins every stage with a pinned image or an earlier stage', () => {
      const seen = [];
      for (const [{ text }] of stages) {
        const [, base, name] = /^(\S+)(?: AS (\w+))?$/.exec(text);
        const resolved = base.replace(/^\$\{(\w+)\}$/, (_, arg) => global[arg]);
        assert.ok(
          seen.includes(base) || PINNED.test(resolved),
          `${base} is not pinned`,
        );
        assert.doesNotMatch(resolved, /latest/);
        if (name) seen.push(name);
      }
    });

    test('uses every stage that it has', () => {
      const used = [
        ...of(instructions, 'COPY').flatMap(
          text => /--from=(\w+)/.exec(text)?.[1] ?? [],
        ),
        ...of(instructions, 'FROM').map(text => text.split(' ')[0]),
      ];
      assert.deepEqual(
        names.filter(name => !used.includes(name)),
        [],
      );
      assert.deepEqual(
        used.filter(name => !names.includes(name) && name !== '${NODE_IMAGE}'),
        [],
      );
    });

    test('says as whom it runs, and what is known of its health', () => {
      assert.equal(of(image, 'USER').length, 1);
      assert.equal(of(image, 'HEALTHCHECK').length, 1);
    });

    test('fetches nothing without checking it', () => {
      for (const run of of(instructions, 'RUN')) {
        if (/\b(curl|wget) /.test(run.replace(/apt-get install[^&]*/g, ''))) {
          assert.match(run, /sha256sum --check --strict/);
        }
        assert.doesNotMatch(run, /\b(curl|wget)\b[^&|]*\|\s*(ba)?sh/);
      }
      assert.deepEqual(of(instructions, 'ADD'), []);
    });

    test('leaves no lists of packages and nothing recommended behind', () => {
      for (const run of of(instructions, 'RUN')) {
        if (!run.includes('apt-get')) continue;
        assert.match(run, /apt-get install --yes --no-install-recommends /);
        assert.match(run, /rm -rf \/var\/lib\/apt\/lists\/\*/);
      }
    });

    test('copies only what exists', () => {
      for (const text of of(instructions, 'COPY')) {
        if (text.includes('--from=')) continue;
        for (const source of text.split(' ').slice(0, -1)) {
          assert.ok(existsSync(join(ROOT, source)), source);
        }
      }
    });

    test('has no secret among its arguments and variables', () => {
      for (const text of [
        ...of(instructions, 'ARG'),
        ...of(instructions, 'ENV'),
      ]) {
        assert.doesNotMatch(text, /secret|password|token|access_key/i);
      }
    });

    test('has no programs that fetch and run packages', () => {
      assert.match(
        of(image, 'RUN').join(' '),
        /rm -rf [^&]*\/usr\/local\/bin\/npm [^&]*\/usr\/local\/lib\/node_modules/,
      );
      assert.doesNotMatch(
        of(image, 'RUN').join(' '),
        /install[^&]* (curl|wget) /,
      );
    });
  });
}

describe('the portal', () => {
  const image = stagesOf(parseDockerfile(read('Dockerfile'))).at(-1);

  test('is not root, has an init, and writes to its volume only', () => {
    assert.deepEqual(of(image, 'USER'), ['node']);
    assert.equal(JSON.parse(of(image, 'ENTRYPOINT')[0])[0], 'tini');
    assert.deepEqual(of(image, 'VOLUME'), ['/data']);
    assert.match(of(image, 'HEALTHCHECK')[0], /\/api\/terraform\/health/);
  });

  test('finds programs that the backend starts', () => {
    assert.match(of(image, 'RUN')[0], /\bgit\b/);
    assert.ok(
      of(image, 'COPY').some(text => text.includes('/usr/local/bin/terraform')),
    );
  });
});

describe('the runner', () => {
  const stages = stagesOf(parseDockerfile(read('docker/runner.Dockerfile')));
  const image = stages.at(-1);

  test('lies where the buildspec looks for it', () => {
    const [, folder] = /node (\/\S+)\/[\w-]+\.js/.exec(
      read('terraform/modules/codebuild-runner/buildspec.yml'),
    );
    assert.ok(
      of(image, 'COPY').includes(
        `--from=runner /src/packages/terraform-runner/dist ${folder}`,
      ),
    );
  });

  test('is checked when the image is built, and has a place to work', () => {
    const [, folder, program] = /node (\/\S+)\/([\w-]+\.js)/.exec(
      read('terraform/modules/codebuild-runner/buildspec.yml'),
    );
    const build = read('packages/terraform-runner/build.mjs');
    const checks = of(image, 'RUN').at(-1);
    for (const name of ['runner.cjs', program]) {
      assert.ok(build.includes(`join(out, '${name}')`), name);
      assert.ok(checks.includes(`node --check ${folder}/${name}`), name);
    }
    const [, base] = /const BASE = '([^']+)'/.exec(
      read('packages/terraform-runner/src/remote/places.ts'),
    );
    assert.ok(checks.includes(`install --directory --mode=0711 ${base}`));
  });

  test('is built by the vendored yarn and the script of its package', () => {
    const [, vendored] = /^yarnPath: (\S+)$/m.exec(read('.yarnrc.yml'));
    const runner = stages.find(([{ text }]) => text.endsWith('AS runner'));
    assert.ok(
      of(runner, 'RUN').includes(`node ${vendored} install --immutable`),
    );
    assert.ok(
      of(runner, 'RUN').includes(
        `node ${vendored} workspace @planroom/terraform-runner build`,
      ),
    );
  });

  test('has versions with checksums, and a user for Terraform', () => {
    const binaries = stages.find(([{ text }]) => text.endsWith('AS binaries'));
    const versions = of(binaries, 'ARG').find(text =>
      text.startsWith('TERRAFORM_VERSIONS='),
    );
    assert.match(
      versions,
      /^TERRAFORM_VERSIONS="(\d+\.\d+\.\d+=[0-9a-f]{64} ?)+"$/,
    );
    assert.match(of(image, 'RUN')[0], /useradd --uid 10001 /);
    // CodeBuild's agent needs it; the Dockerfile says so.
    assert.deepEqual(of(image, 'USER'), ['root']);
    assert.deepEqual(of(image, 'ENTRYPOINT'), []);
  });

  test('has the same Node and the same Terraform as the portal', () => {
    const portal = read('Dockerfile');
    const runner = read('docker/runner.Dockerfile');
    const node = /^ARG NODE_IMAGE=(.+)$/m;
    assert.equal(node.exec(runner)[1], node.exec(portal)[1]);
    const version = /^ARG TERRAFORM_VERSION=(.+)$/m.exec(portal)[1];
    const checksum = /^ARG TERRAFORM_SHA256=(.+)$/m.exec(portal)[1];
    assert.match(
      runner,
      new RegExp(`^ARG TERRAFORM_VERSIONS="${version}=${checksum}[ "]`, 'm'),
    );
  });
});

describe('docker-compose.yaml', () => {
  const { services, volumes, networks } = parse(read('docker-compose.yaml'));

  for (const [name, service] of Object.entries(services)) {
    test(`${name} cannot change itself or gain rights`, () => {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
      assert.equal(service.privileged, undefined);
      assert.equal(service.network_mode, undefined);
      assert.ok(service.tmpfs.some(text => text.startsWith('/tmp:')));
      assert.ok(service.pids_limit > 0 && service.mem_limit);
    });

    test(`${name} is checked, restarted and its log is bounded`, () => {
      assert.ok(service.healthcheck.test.length > 1);
      assert.equal(service.restart, 'unless-stopped');
      assert.ok(service.logging.options['max-size']);
      assert.ok(service.stop_grace_period);
    });

    test(`${name} is pinned`, () => {
      assert.match(service.image, /^[a-z]+:(\d+\.\d+-\w+|local)$/);
    });
  }

  test('binds nothing of the host that the containers could change', () => {
    for (const { volumes: mounted } of Object.values(services)) {
      for (const mount of mounted) {
        if (typeof mount === 'string') {
          assert.ok(mount.split(':')[0] in volumes, mount);
        } else assert.equal(mount.read_only, true);
      }
    }
  });

  test('keeps the database to itself', () => {
    assert.equal(networks.database.internal, true);
    assert.deepEqual(services.postgres.networks, ['database']);
    assert.equal(services.postgres.ports, undefined);
    assert.match(services.portal.ports[0], /127\.0\.0\.1/);
  });
});

const missing = ['curl', 'unzip', 'python3'].filter(
  program => spawnSync('which', [program]).status !== 0,
);

describe(
  'install-binaries.sh',
  { skip: missing.length > 0 && `${missing.join(', ')} is not on the PATH` },
  () => {
    const scratch = mkdtempSync(join(tmpdir(), 'planroom-binaries-'));
    const zips = {};
    let server;
    let origin;

    before(async () => {
      for (const name of ['terraform', 'tofu']) {
        const file = join(scratch, `${name}.zip`);
        const script = `import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],"w")\nz.writestr(sys.argv[2],"#!/bin/sh\\necho "+sys.argv[2])\nz.writestr("LICENSE.txt","x")`;
        assert.equal(
          spawnSync('python3', ['-c', script, file, name]).status,
          0,
        );
        zips[name] = readFileSync(file);
      }
      server = createServer((req, res) => {
        const name = /\/(terraform|tofu)_[\d.]+_linux_amd64\.zip$/.exec(
          req.url,
        )?.[1];
        if (name) res.end(zips[name]);
        else res.writeHead(404).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      origin = `http://127.0.0.1:${server.address().port}`;
    });

    after(() => {
      server?.close();
      rmSync(scratch, { recursive: true, force: true });
    });

    const sum = name => createHash('sha256').update(zips[name]).digest('hex');

    async function install(folder, terraform, tofu, architecture = 'amd64') {
      const child = spawn(
        join(HERE, 'install-binaries.sh'),
        [join(scratch, folder), architecture, terraform, tofu],
        {
          env: {
            ...process.env,
            RELEASES_TERRAFORM: `${origin}/terraform`,
            RELEASES_TOFU: `${origin}/tofu`,
          },
        },
      );
      let said = '';
      child.stderr.on('data', chunk => (said += chunk));
      const [code] = await once(child, 'close');
      return { code, said };
    }

    test('puts each version in its place, the first as the default', async () => {
      const { code, said } = await install(
        'good',
        `1.11.4=${sum('terraform')} 1.9.8=${sum('terraform')}`,
        `1.10.6=${sum('tofu')}`,
      );
      assert.equal(code, 0, said);
      const folder = join(scratch, 'good');
      for (const program of [
        'terraform/1.11.4/terraform',
        'terraform/1.9.8/terraform',
        'tofu/1.10.6/tofu',
      ]) {
        const { stdout } = spawnSync(join(folder, program), {
          encoding: 'utf8',
        });
        assert.equal(stdout.trim(), program.split('/').at(-1));
      }
      assert.equal(readlinkSync(join(folder, 'terraform/default')), '1.11.4');
      assert.equal(readlinkSync(join(folder, 'tofu/default')), '1.10.6');
      assert.ok(!existsSync(join(folder, 'terraform/1.11.4/LICENSE.txt')));
    });

    for (const [what, message, terraform, architecture] of [
      [
        'another checksum',
        /another checksum/,
        () => `1.11.4=${'0'.repeat(64)}`,
      ],
      ['a version without a checksum', /sha256/, () => '1.11.4'],
      [
        'a version that is none',
        /not <version>/,
        () => `latest=${sum('terraform')}`,
      ],
      ['no version at all', /at least one version/, () => ' '],
      [
        'what is not there',
        /could not be fetched/,
        () => `1.11.4=${sum('terraform')}`,
        'arm64',
      ],
    ]) {
      test(`refuses ${what}`, async () => {
        const { code, said } = await install(
          'bad',
          terraform(),
          '',
          architecture,
        );
        assert.notEqual(code, 0);
        assert.match(said, message);
        assert.ok(!existsSync(join(scratch, 'bad/terraform/1.11.4')));
      });
    }
  },
);
