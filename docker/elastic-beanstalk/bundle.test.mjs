// The bundle for Elastic Beanstalk: what is in it, what bundle.sh refuses, and nginx's configuration, tried with a real nginx where there
// is one. Run: node --test docker/elastic-beanstalk/bundle.test.mjs
//
// NGINX_TRIAL_SILENCE_SECONDS: how long a request is left without an answer (default 2); with 130 the test shows that the portal may be
// silent for longer than two minutes.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../..');
const IMAGE =
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/portal:1.4.0';
const ORGANIZATION = join(ROOT, 'catalog/organization.example.yaml');

const read = path => readFileSync(join(HERE, path), 'utf8');
const onPath = program =>
  (process.env.PATH ?? '')
    .split(':')
    .concat('/usr/sbin')
    .map(folder => join(folder, program))
    .find(file => existsSync(file));

const scratch = mkdtempSync(join(tmpdir(), 'planroom-bundle-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function bundle(...args) {
  return spawnSync(join(HERE, 'bundle.sh'), args, {
    cwd: scratch,
    encoding: 'utf8',
  });
}

/** name -> { text, mode } of a zip; python3 is what bundle.sh itself needs. */
function unzip(file) {
  const script =
    'import json,sys,zipfile\n' +
    'z=zipfile.ZipFile(sys.argv[1])\n' +
    'print(json.dumps({i.filename:{"text":z.read(i).decode(),"mode":i.external_attr>>16} for i in z.infolist()}))';
  const { stdout, status, stderr } = spawnSync(
    'python3',
    ['-c', script, join(scratch, file)],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('files of the bundle', () => {
  const dockerrun = JSON.parse(read('Dockerrun.aws.json'));
  const hook = read('.platform/hooks/prebuild/10_files.sh');

  test('Dockerrun.aws.json runs one container, reached on port 7007', () => {
    assert.equal(dockerrun.AWSEBDockerrunVersion, '1');
    assert.equal(dockerrun.Image.Name, '{{IMAGE}}');
    assert.deepEqual(dockerrun.Ports, [{ ContainerPort: 7007 }]);
    assert.match(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'), /EXPOSE 7007/);
  });

  test('what is mounted is what the hook lays out', () => {
    const root = /PLANROOM_ROOT:-([^}]+)\}/.exec(hook)[1];
    for (const { HostDirectory } of dockerrun.Volumes) {
      assert.equal(dirname(HostDirectory), root);
      assert.match(
        hook,
        new RegExp(`\\$root/${HostDirectory.split('/').at(-1)}\\b`),
      );
    }
  });

  test('every configuration file that the command names exists', () => {
    const { status, stderr } = bundle(
      ...['--image', IMAGE, '--version', '1', '--output', 'command.zip'],
      ...['--organization', ORGANIZATION],
    );
    assert.equal(status, 0, stderr);
    const bundled = unzip('command.zip');
    const files = dockerrun.Command.split(' ').filter(
      word => word !== '--config',
    );
    assert.deepEqual(files, [
      'app-config.yaml',
      'app-config.production.yaml',
      '/etc/planroom/app-config.aws.yaml',
      '/etc/planroom/app-config.executor.yaml',
    ]);
    for (const file of files) {
      const text = file.startsWith('/etc/planroom/')
        ? bundled[file.replace('/etc/planroom/', 'config/')].text
        : readFileSync(join(ROOT, file), 'utf8');
      assert.equal(typeof parse(text), 'object', file);
    }
  });

  test('the configuration keeps the locations of app-config.yaml', () => {
    const targets = text =>
      parse(text).catalog.locations.map(({ target }) => target);
    const shared = targets(readFileSync(join(ROOT, 'app-config.yaml'), 'utf8'));
    assert.deepEqual(
      targets(read('config/app-config.aws.yaml')).slice(0, shared.length),
      shared,
    );
  });

  test('the container may reach the metadata service, with IMDSv2 only', () => {
    const { Resources } = parse(read('.ebextensions/instance-metadata.config'));
    assert.deepEqual(
      Resources.AWSEBEC2LaunchTemplate.Properties.LaunchTemplateData
        .MetadataOptions,
      { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    );
  });

  test(
    'the hook keeps data and replaces configuration',
    { skip: process.getuid?.() !== 0 && 'only root may give files away' },
    () => {
      const root = join(scratch, 'root');
      const source = join(scratch, 'source');
      mkdirSync(join(source, 'config'), { recursive: true });
      const run = () => {
        const { status, stderr } = spawnSync(
          'bash',
          [join(HERE, '.platform/hooks/prebuild/10_files.sh')],
          {
            cwd: source,
            env: { ...process.env, PLANROOM_ROOT: root },
            encoding: 'utf8',
          },
        );
        assert.equal(status, 0, stderr);
      };
      writeFileSync(join(source, 'config/old.yaml'), 'old');
      run();
      writeFileSync(join(root, 'data/kept'), 'kept');
      rmSync(join(source, 'config/old.yaml'));
      writeFileSync(join(source, 'config/new.yaml'), 'new');
      run();
      assert.deepEqual(readdirSync(join(root, 'config')), ['new.yaml']);
      assert.equal(readFileSync(join(root, 'data/kept'), 'utf8'), 'kept');
      const file = statSync(join(root, 'config/new.yaml'));
      assert.equal(file.uid, 1000);
      assert.equal(file.mode & 0o777, 0o400);
      assert.equal(statSync(join(root, 'data')).mode & 0o777, 0o711);
      assert.equal(statSync(join(root, 'data')).uid, 1000);
    },
  );
});

describe('bundle.sh', () => {
  const args = [
    ...['--image', IMAGE, '--version', '1.4.0'],
    ...['--organization', ORGANIZATION],
  ];

  test('makes a zip with everything at its root', () => {
    const { status, stdout, stderr } = bundle(...args);
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), 'portal-1.4.0.zip');
    const files = unzip('portal-1.4.0.zip');
    assert.deepEqual(Object.keys(files), [
      '.ebextensions/instance-metadata.config',
      '.platform/hooks/prebuild/10_files.sh',
      '.platform/nginx/nginx.conf',
      'Dockerrun.aws.json',
      'config/app-config.aws.yaml',
      'config/app-config.executor.yaml',
      'config/organization.yaml',
      'config/version',
    ]);
    assert.equal(
      JSON.parse(files['Dockerrun.aws.json'].text).Image.Name,
      IMAGE,
    );
    assert.equal(
      files['.platform/hooks/prebuild/10_files.sh'].mode & 0o777,
      0o755,
    );
    assert.equal(files['config/version'].text, '1.4.0\n');
    assert.equal(
      files['config/organization.yaml'].text,
      readFileSync(ORGANIZATION, 'utf8'),
    );
  });

  test('makes the same bytes again', () => {
    const digests = ['a.zip', 'b.zip'].map(name => {
      bundle(...args, '--output', name);
      return createHash('sha256')
        .update(readFileSync(join(scratch, name)))
        .digest('hex');
    });
    assert.equal(digests[0], digests[1]);
  });

  test('takes a digest, certificates and other configurations', () => {
    writeFileSync(
      join(scratch, 'executor.yaml'),
      'terraform: { executors: { codebuild: { region: eu-west-1 } } }\n',
    );
    writeFileSync(join(scratch, 'own.yaml'), 'app: { title: Own }\n');
    writeFileSync(
      join(scratch, 'authorities.pem'),
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    );
    const image = `${IMAGE.split(':')[0]}@sha256:${'a'.repeat(64)}`;
    const { status, stderr } = bundle(
      ...['--image', image, '--version', '2', '--config', 'own.yaml'],
      ...['--certificates', 'authorities.pem', '--output', 'c.zip'],
      ...['--executor', 'executor.yaml'],
    );
    assert.equal(status, 0, stderr);
    const files = unzip('c.zip');
    assert.equal(
      JSON.parse(files['Dockerrun.aws.json'].text).Image.Name,
      image,
    );
    assert.match(files['config/certificates.pem'].text, /BEGIN CERTIFICATE/);
    assert.match(files['config/app-config.aws.yaml'].text, /Own/);
    assert.match(files['config/app-config.executor.yaml'].text, /codebuild/);
    assert.ok(!('config/organization.yaml' in files));
  });

  for (const [what, message, ...wrong] of [
    ['no version', /--version/, '--image', IMAGE],
    ['no image', /--image/, '--version', '1'],
    [
      'latest',
      /latest/,
      '--image',
      IMAGE.replace('1.4.0', 'latest'),
      '--version',
      '1',
    ],
    [
      'no tag',
      /tag or a digest/,
      '--image',
      IMAGE.split(':')[0],
      '--version',
      '1',
    ],
    [
      'a shell in the image',
      /--image/,
      '--image',
      'a/b:$(id)',
      '--version',
      '1',
    ],
    [
      'a path in the version',
      /--version/,
      '--image',
      IMAGE,
      '--version',
      '../1',
    ],
    ['no organization', /--organization/, '--image', IMAGE, '--version', '1'],
    [
      'a file that is not there',
      /no file/,
      '--image',
      IMAGE,
      '--version',
      '1',
      '--organization',
      'nowhere.yaml',
    ],
    [
      'certificates that are none',
      /no certificate/,
      ...args,
      '--certificates',
      ORGANIZATION,
    ],
    ['an option without a value', /needs a value/, '--image'],
    ['an unknown option', /there is no/, '--tag', '1'],
  ]) {
    test(`refuses ${what}`, () => {
      const { status, stderr } = bundle(
        ...(wrong[0] instanceof RegExp ? wrong.slice(1) : wrong),
        '--output',
        'refused.zip',
      );
      assert.notEqual(status, 0);
      assert.match(stderr, message);
      assert.ok(!existsSync(join(scratch, 'refused.zip')));
    });
  }
});

const nginx = onPath('nginx');

describe(
  'nginx with this configuration',
  { skip: !nginx && 'nginx is not on the PATH', timeout: 600_000 },
  () => {
    const prefix = join(scratch, 'nginx');
    const received = [];
    const agent = new Agent({ keepAlive: true });
    let upstream;
    let proxy;
    let port;
    let said = '';

    before(async () => {
      upstream = createServer(answer);
      upstream.on('upgrade', upgrade);
      upstream.listen(0, '127.0.0.1');
      await once(upstream, 'listening');
      port = await freePort();
      layOut(prefix, port, upstream.address().port);
      const checked = spawnSync(
        nginx,
        ['-t', '-p', prefix, '-c', 'nginx.conf'],
        {
          encoding: 'utf8',
        },
      );
      assert.equal(checked.status, 0, checked.stderr);
      proxy = spawn(
        nginx,
        ['-p', prefix, '-c', 'nginx.conf', '-g', 'daemon off;'],
        { stdio: ['ignore', 'ignore', 'pipe'] },
      );
      proxy.stderr.on('data', chunk => (said += chunk));
      for (let attempt = 0; attempt < 100; attempt += 1) {
        if (await send('GET', '/').catch(() => undefined)) return;
        await sleep(50);
      }
      throw new Error(`nginx did not start: ${said}`);
    });

    after(async () => {
      agent.destroy();
      upstream?.closeAllConnections();
      upstream?.close();
      if (proxy && proxy.exitCode === null) {
        proxy.kill('SIGTERM');
        await once(proxy, 'exit');
      }
    });

    function answer(req, res) {
      const hash = createHash('sha256');
      const entry = {
        method: req.method,
        url: req.url,
        headers: req.headers,
        bytes: 0,
      };
      received.push(entry);
      req.on('data', chunk => {
        hash.update(chunk);
        entry.bytes += chunk.length;
      });
      if (req.url === '/api/terraform/runs/1/events') {
        res.writeHead(200, { 'Content-Type': 'text/event-stream' });
        let number = 0;
        const timer = setInterval(() => {
          number += 1;
          res.write(`id: ${number}\ndata: {}\n\n`);
          if (number === 5) {
            clearInterval(timer);
            res.end();
          }
        }, 200);
        return;
      }
      req.on('end', async () => {
        const silence = /^\/api\/silent\/(\d+)$/.exec(req.url);
        if (silence) await sleep(Number(silence[1]) * 1000);
        const body = JSON.stringify({ ...entry, sha256: hash.digest('hex') });
        res.writeHead(req.method === 'LOCK' ? 423 : 200, {
          'Content-Type': 'application/json',
        });
        res.end(body);
      });
    }

    function upgrade(req, socket) {
      received.push({ method: req.method, url: req.url, headers: req.headers });
      socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      );
      socket.on('data', chunk => socket.write(chunk));
      socket.on('error', () => socket.destroy());
    }

    function open(method, path, headers = {}) {
      return request({ host: '127.0.0.1', port, method, path, headers, agent });
    }

    async function send(method, path, body, headers) {
      const req = open(method, path, headers);
      req.end(body);
      const [res] = await once(req, 'response');
      const chunks = [];
      for await (const chunk of res) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString();
      return {
        status: res.statusCode,
        headers: res.headers,
        json:
          res.headers['content-type'] === 'application/json'
            ? JSON.parse(text)
            : undefined,
      };
    }

    test(
      'passes a state of 200 MB, whole and without a copy on the disk',
      { timeout: 60_000 },
      async () => {
        const part = randomBytes(1024 * 1024);
        const hash = createHash('sha256');
        const req = open('POST', '/api/terraform/state/1?ID=1', {
          'Content-Length': 200 * part.length,
        });
        req.on('error', () => undefined);
        const response = once(req, 'response');
        for (let number = 0; number < 200; number += 1) {
          hash.update(part);
          // An answer before the end is a refusal, after which nothing more is taken.
          if (!req.write(part))
            await Promise.race([once(req, 'drain'), response]);
          if (number === 100) {
            assert.deepEqual(
              readdirSync(join(prefix, 'temporary'), {
                recursive: true,
              }).filter(name =>
                statSync(join(prefix, 'temporary', name)).isFile(),
              ),
              [],
            );
          }
        }
        req.end();
        const [res] = await response;
        assert.equal(res.statusCode, 200);
        let text = '';
        for await (const chunk of res) text += chunk;
        const { bytes, sha256 } = JSON.parse(text);
        assert.equal(bytes, 200 * part.length);
        assert.equal(sha256, hash.digest('hex'));
      },
    );

    test('passes the beginning of a body before its end is there', async () => {
      const req = open('POST', '/api/terraform/state/2', {
        'Content-Length': 10,
      });
      req.write('12345');
      await until(
        () => received.find(({ url }) => url.endsWith('/2'))?.bytes === 5,
      );
      req.end('67890');
      const [res] = await once(req, 'response');
      assert.equal(res.statusCode, 200);
      res.resume();
      await once(res, 'end');
    });

    for (const method of ['LOCK', 'UNLOCK']) {
      test(`passes ${method} with its body and its answer`, async () => {
        const lock = JSON.stringify({
          ID: '1',
          Operation: 'OperationTypeApply',
        });
        const { status, json } = await send(
          method,
          '/api/terraform/state/1',
          lock,
          {
            Authorization: 'Basic dXNlcjpwYXNzd29yZA==',
          },
        );
        assert.equal(status, method === 'LOCK' ? 423 : 200);
        assert.equal(json.method, method);
        assert.equal(json.bytes, lock.length);
        assert.equal(json.headers.authorization, 'Basic dXNlcjpwYXNzd29yZA==');
      });
    }

    test('passes events one by one', async () => {
      const req = open('GET', '/api/terraform/runs/1/events');
      req.end();
      const [res] = await once(req, 'response');
      const arrivals = [];
      for await (const chunk of res) {
        for (const id of String(chunk).matchAll(/^id: (\d+)$/gm)) {
          arrivals.push({ id: id[1], at: Date.now() });
        }
      }
      assert.deepEqual(
        arrivals.map(({ id }) => id),
        ['1', '2', '3', '4', '5'],
      );
      for (let number = 1; number < arrivals.length; number += 1) {
        assert.ok(
          arrivals[number].at - arrivals[number - 1].at >= 100,
          'two events arrived together',
        );
      }
    });

    test('passes the upgrade to a WebSocket, and what is said after it', async () => {
      const req = open('GET', '/api/signals', {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
      });
      req.end();
      const [res, socket] = await once(req, 'upgrade');
      assert.equal(res.statusCode, 101);
      for (const text of ['one', 'two']) {
        socket.write(text);
        const [chunk] = await once(socket, 'data');
        assert.equal(String(chunk), text);
      }
      socket.destroy();
      const { headers } = received.find(({ url }) => url === '/api/signals');
      assert.equal(headers.connection, 'upgrade');
      assert.equal(headers.upgrade, 'websocket');
    });

    test('asks for no upgrade where nobody did', async () => {
      const { json } = await send('GET', '/api/terraform/health');
      assert.equal(json.headers.upgrade, undefined);
      assert.notEqual(json.headers.connection, 'upgrade');
    });

    test('says who asked, by what name and how', async () => {
      const { json } = await send('GET', '/', undefined, {
        Host: 'portal.example.com',
        'X-Forwarded-For': '203.0.113.7',
        'X-Forwarded-Proto': 'https',
      });
      assert.equal(json.headers.host, 'portal.example.com');
      assert.equal(json.headers['x-forwarded-proto'], 'https');
      assert.equal(json.headers['x-forwarded-for'], '203.0.113.7, 127.0.0.1');
    });

    const silence = Number(process.env.NGINX_TRIAL_SILENCE_SECONDS ?? 2);
    test(
      `waits ${silence} s for an answer`,
      { timeout: (silence + 30) * 1000 },
      async () => {
        const { status } = await send('GET', `/api/silent/${silence}`);
        assert.equal(status, 200);
      },
    );

    test('refuses more than the portal would take', async () => {
      const req = open('POST', '/api/terraform/state/3', {
        'Content-Length': 513 * 1024 * 1024,
      });
      req.on('error', () => undefined);
      req.flushHeaders();
      const [res] = await once(req, 'response');
      assert.equal(res.statusCode, 413);
      res.resume();
      req.destroy();
    });

    test('writes both logs: its own and the one for enhanced health', async () => {
      await until(
        () =>
          /LOCK/.test(readFileSync(join(prefix, 'logs/access.log'), 'utf8')) &&
          /"\/api\/terraform\/state\/1"423"/.test(
            readFileSync(join(prefix, 'logs/healthd.log'), 'utf8'),
          ),
      );
    });
  },
);

/** As the platform lays it out on an instance, but below a folder of its own and on another port. */
function layOut(prefix, port, upstreamPort) {
  for (const folder of ['conf.d/elasticbeanstalk', 'logs', 'temporary']) {
    mkdirSync(join(prefix, folder), { recursive: true });
  }
  cpSync(join(HERE, '.platform/nginx'), prefix, { recursive: true });
  const text = readFileSync(join(prefix, 'nginx.conf'), 'utf8')
    .replace(/^user nginx;$/m, process.getuid?.() === 0 ? 'user root;' : '')
    .replaceAll('/var/log/nginx/', `${prefix}/logs/`)
    .replace('/var/run/nginx.pid', `${prefix}/nginx.pid`)
    .replace('/etc/nginx/mime.types', 'mime.types')
    .replace('worker_rlimit_nofile 65536;', '')
    .replace('worker_connections 16384;', 'worker_connections 256;')
    .replace(
      'listen 80 default_server',
      `listen 127.0.0.1:${port} default_server`,
    );
  writeFileSync(join(prefix, 'nginx.conf'), text);
  const types = '/etc/nginx/mime.types';
  if (existsSync(types)) copyFileSync(types, join(prefix, 'mime.types'));
  else writeFileSync(join(prefix, 'mime.types'), 'types { text/html html; }\n');
  const put = (name, content) =>
    writeFileSync(join(prefix, 'conf.d', name), content);
  put(
    'elasticbeanstalk-nginx-docker-upstream.conf',
    `upstream docker {\n  server 127.0.0.1:${upstreamPort};\n  keepalive 256;\n}\n`,
  );
  put(
    'healthd_logformat.conf',
    `log_format healthd '$msec"$uri"$status"$request_time"$upstream_response_time"$http_x_forwarded_for';\n`,
  );
  put(
    'elasticbeanstalk/healthd.conf',
    `access_log ${prefix}/logs/healthd.log healthd;\n`,
  );
  put(
    'temporary.conf',
    ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map(name => `${name}_temp_path ${prefix}/temporary/${name};`)
      .join('\n'),
  );
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function until(holds) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (holds()) return;
    await sleep(25);
  }
  assert.fail('it did not come true in time');
}
