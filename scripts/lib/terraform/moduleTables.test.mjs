import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { BEGIN, END, withTables } from './moduleTables.mjs';

describe('withTables', () => {
  const parent = mkdtempSync(join(tmpdir(), 'planroom-tables-'));
  const folder = join(parent, 'thing');
  mkdirSync(folder);
  after(() => rmSync(parent, { recursive: true }));
  const write = (name, text) => writeFileSync(join(folder, name), text);

  write(
    'module.yaml',
    'title: T\ndescription: D\ncategory: c\ncloud: none\nowner: group:default/platform\nlifecycle: production\nversion: 1.0.0\n',
  );
  write(
    'main.tf',
    `
terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
variable "zeta" {
  description = <<-EOT
    What it is:
    - \`size\`: a | b.
    - \`more\`: things.
  EOT
  type = map(object({
    size = optional(string, "a")
    more = optional(list(number))
  }))
  default = { one = { size = "b" } }
}
variable "alpha" {
  type      = string
  sensitive = true
  ephemeral = true
}
output "id" {
  description = "Its id."
  value       = 1
}
`,
  );

  it('writes what the files say between the two lines, and no more', async () => {
    write('README.md', `# T\n\n${BEGIN}\nold\n${END}\n\nrest\n`);
    const { after: text } = await withTables(folder);
    assert.equal(
      text,
      `# T

${BEGIN}
<!-- prettier-ignore-start -->
## Inputs

| Name | Description | Type | Default |
| --- | --- | --- | --- |
| \`zeta\` | What it is:<br>• \`size\`: a \\| b.<br>• \`more\`: things. | \`map(object({ size = optional(string, "a"), more = optional(list(number)) }))\` | \`{ one = { size = "b" } }\` |
| \`alpha\` | Never in plan or state. | \`string\` | required |

## Outputs

| Name | Description |
| --- | --- |
| \`id\` | Its id. |

## Requirements

| Name | Version |
| --- | --- |
| Terraform or OpenTofu | >= 1.9 |
| hashicorp/aws | ~> 5.100 |

<!-- prettier-ignore-end -->

${END}

rest
`,
    );
    write('README.md', text);
    const again = await withTables(folder);
    assert.equal(again.after, text);
  });

  it('says when there is no place for them', async () => {
    write('README.md', '# T\n');
    await assert.rejects(withTables(folder), /has no lines <!-- BEGIN/);
  });
});
