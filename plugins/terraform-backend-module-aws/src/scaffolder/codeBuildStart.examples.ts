import { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Start a build, show its log, and use what it exports',
    example: `steps:
  - id: image
    name: Build the image
    action: aws:codebuild:start
    input:
      project: orders-image
      environmentVariables:
        IMAGE_TAG: \${{ parameters.version }}
      sourceVersion: \${{ parameters.branch }}
      timeoutMinutes: 30
output:
  links:
    - title: Open the log
      url: \${{ steps.image.output.logsUrl }}
  text:
    - title: Image
      content: \${{ steps.image.output.exportedVariables.IMAGE_URI }}
`,
  },
  {
    description: 'Start a build and do not wait for it',
    example: `steps:
  - id: refresh
    name: Refresh the search index
    action: aws:codebuild:start
    input:
      project: search-index
      region: eu-west-1
      wait: false
`,
  },
];
