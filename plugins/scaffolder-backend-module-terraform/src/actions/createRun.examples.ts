import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Create a workspace and plan it, then apply when approved',
    example: `steps:
  - id: run
    name: Request the sandbox service
    action: terraform:run:create
    input:
      workspace: \${{ parameters.name }}
      module: sandbox
      environment: dev
      owner: \${{ parameters.owner }}
      system: system:default/demo
      message: \${{ parameters.reason }}
      variables:
        name: \${{ parameters.name }}
output:
  links:
    - title: Open the run
      url: \${{ steps.run.output.runUrl }}
    - title: Open the workspace
      entityRef: \${{ steps.run.output.entityRef }}
`,
  },
  {
    description: 'Only plan, and pass on a secret that the form has sealed',
    example: `steps:
  - id: run
    name: Show what would change
    action: terraform:run:create
    input:
      workspace: orders
      module: sandbox
      environment: staging
      owner: group:default/developers
      kind: plan_only
      variables:
        password: \${{ parameters.password }}
`,
  },
];
