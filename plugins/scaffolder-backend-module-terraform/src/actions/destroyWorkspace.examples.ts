import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Destroy everything that a workspace holds, when approved',
    example: `steps:
  - id: destroy
    name: Request the destruction
    action: terraform:workspace:destroy
    input:
      workspace: \${{ parameters.workspace }}
      message: No longer needed
output:
  links:
    - title: Open the run
      url: \${{ steps.destroy.output.runUrl }}
`,
  },
];
