// A module that makes as many resources as asked for, without a provider to install.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** N resources with a small object each. */
export async function writeResourcesModule(target) {
  await mkdir(target, { recursive: true });
  const files = {
    'module.yaml': [
      'title: Benchmark',
      'description: As many resources as asked for.',
      'category: benchmark',
      'cloud: none',
      'owner: group:default/platform',
      'lifecycle: experimental',
      'version: 1.0.0',
    ].join('\n'),
    'main.tf': `
variable "resources" {
  type    = number
  default = 1
}

resource "terraform_data" "item" {
  count = var.resources
  input = {
    name   = "item-\${count.index}"
    number = count.index
    size   = "small"
  }
}
`,
    'outputs.tf': `
output "count" {
  value = length(terraform_data.item)
}
`,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(target, name), `${content.trim()}\n`);
  }
}
