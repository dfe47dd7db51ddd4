import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  keepProviders,
  lockedVersions,
  planInstallation,
  PLATFORM,
} from './providerInstallation';

const LOCK = `# made by terraform init
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = "~> 5.0"
  hashes = [
    "h1:x",
  ]
}

provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.0"
}
`;

describe('provider installation', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'providers-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function file(path: string, text = 'x'): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o700 });
  }

  it('reads versions from a lock file', () => {
    expect([...lockedVersions(LOCK)]).toEqual([
      ['registry.terraform.io/hashicorp/aws', '5.100.0'],
      ['registry.terraform.io/hashicorp/null', '3.2.0'],
    ]);
  });

  it('lets the first mirror serve, then the cache, then the registry', async () => {
    const host = 'registry.terraform.io/hashicorp';
    file(`first/${host}/aws/5.100.0/${PLATFORM}/binary`);
    file(`first/${host}/other/1.0.0/plan9_mips/binary`);
    file(`second/${host}/aws/5.101.0/${PLATFORM}/binary`);
    file(`second/${host}/tls/terraform-provider-tls_4.0.0_${PLATFORM}.zip`);
    file(`cache/${host}/aws/5.0.0/${PLATFORM}/binary`);
    file(`cache/${host}/null/3.2.0/${PLATFORM}/binary`);
    file(`cache/${host}/random/3.0.0/${PLATFORM}/binary`);
    const { configuration, mirrored } = await planInstallation({
      mirrors: ['first', 'second', 'absent'].map(name => join(root, name)),
      cache: join(root, 'cache'),
      lockFile: LOCK,
    });
    expect(mirrored.sort()).toEqual([`${host}/aws`, `${host}/tls`]);
    expect(configuration.replaceAll(root, '')).toBe(`disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = "/first"
    include = ["${host}/aws"]
  }
  filesystem_mirror {
    path    = "/second"
    include = ["${host}/tls"]
  }
  filesystem_mirror {
    path    = "/cache"
    include = ["${host}/null", "${host}/random"]
  }
  direct {
    exclude = ["${host}/aws", "${host}/null", "${host}/tls"]
  }
}
`);
    expect(await planInstallation({ mirrors: [], lockFile: '' })).toEqual({
      configuration: expect.stringContaining('direct {}'),
      mirrored: [],
    });
  });

  it('keeps downloaded providers whole, and leaves those that are there', async () => {
    const aws = `host/ns/aws/1.0.0/${PLATFORM}`;
    const tls = `host/ns/tls/1.0.0/${PLATFORM}`;
    file(`work/${aws}/binary`, 'new');
    file(`work/${aws}/docs/LICENSE`);
    file(`work/host/ns/mirrored/1.0.0/${PLATFORM}/binary`);
    file(`mirror/binary`);
    mkdirSync(join(root, `work/${dirname(tls)}`), { recursive: true });
    symlinkSync(join(root, 'mirror'), join(root, `work/${tls}`));
    const cache = join(root, 'cache');
    const options = { mirrored: ['host/ns/mirrored'] };
    expect(await keepProviders(join(root, 'work'), cache, options)).toEqual([
      aws,
    ]);
    expect(statSync(join(cache, aws, 'binary')).mode & 0o777).toBe(0o755);
    expect(readdirSync(join(cache, aws)).sort()).toEqual(['binary', 'docs']);
    expect(readdirSync(cache)).toEqual(['host']);
    expect(await keepProviders(join(root, 'work'), cache, options)).toEqual([]);
  });
});
