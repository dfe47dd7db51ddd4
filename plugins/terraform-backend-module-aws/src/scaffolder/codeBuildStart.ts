import { createHash } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { Build, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { UserInfoService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { createClients } from '../codebuild/clients';
import { roleCredentials } from '../portalCredentials';
import { assertOwner } from './assertOwner';
import { checkRequest } from './checkRequest';
import { examples } from './codeBuildStart.examples';
import { explainBuild, logsUrlOf } from './explainBuild';
import { readProjects } from './readProjects';
import { startBuild } from './startBuild';
import { waitForBuild } from './waitForBuild';

const TIMEOUT_MINUTES = 60;
const POLL_MS = 3_000;

/** What the action works with. @public */
export interface CodeBuildStartOptions {
  /** Names the projects that may be started. */
  config: Config;
  /** Says in which groups a user is. */
  userInfo: UserInfoService;
  /** Clients for a project; by default with its role, or the credentials of the machine. */
  clients?: (project: { region: string; roleArn?: string }) => {
    codebuild: CodeBuildClient;
    logs: CloudWatchLogsClient;
  };
  /** How often a build is looked at; default: every 3 seconds. */
  pollMs?: number;
}

const clientsFor: NonNullable<CodeBuildStartOptions['clients']> = project =>
  createClients(project, roleCredentials(project));

/**
 * `aws:codebuild:start`: starts a build of a team's own project in AWS CodeBuild, shows its log and answers its result. Only projects and
 * variables that the configuration names can be used. A task that is taken up again goes on with the build that it has started.
 *
 * @throws Error naming what is wrong in `terraform.aws.codebuild.projects`
 * @public
 */
export function createCodeBuildStartAction(options: CodeBuildStartOptions) {
  const projects = readProjects(options.config);
  const { userInfo, clients = clientsFor, pollMs = POLL_MS } = options;
  return createTemplateAction({
    id: 'aws:codebuild:start',
    description:
      'Starts a build of a project in AWS CodeBuild, shows its log and answers its result',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        project: z =>
          z
            .string()
            .describe('Name of a project that the platform team allows'),
        region: z =>
          z
            .string()
            .optional()
            .describe('Needed where projects of that name are in several'),
        environmentVariables: z =>
          z
            .record(z.union([z.string(), z.number(), z.boolean()]))
            .optional()
            .describe(
              'Variables of the build by name; visible in AWS, so no secrets',
            ),
        sourceVersion: z =>
          z
            .string()
            .optional()
            .describe('Branch, tag, commit or version of the source'),
        timeoutMinutes: z =>
          z
            .number()
            .min(1)
            .max(2_640)
            .optional()
            .describe(
              'How long the task waits; 60 by default. The build goes on after that',
            ),
        wait: z =>
          z
            .boolean()
            .optional()
            .describe('Whether to wait for the end; true by default'),
      },
      output: {
        buildId: z => z.string().describe('Id of the build'),
        buildArn: z => z.string().describe('ARN of the build'),
        status: z =>
          z.string().describe('SUCCEEDED, or IN_PROGRESS without waiting'),
        logsUrl: z => z.string().describe('Where the log is in AWS'),
        exportedVariables: z =>
          z
            .record(z.string())
            .describe('What the build exports, by name; set at its end'),
      },
    },
    async handler(ctx) {
      const { project, overrides } = checkRequest(ctx.input, projects);
      ctx.logger.info(
        `Project ${project.name} in ${project.region}, variables: ${
          overrides.variables.map(({ name }) => name).join(', ') || 'none'
        }`,
      );
      const assertMayStart = async () =>
        assertOwner(project, await ctx.getInitiatorCredentials(), userInfo);
      if (ctx.isDryRun) {
        await assertMayStart();
        ctx.output('buildId', 'dry-run');
        ctx.output('buildArn', 'dry-run');
        ctx.output('status', 'SUCCEEDED');
        ctx.output('logsUrl', 'https://console.aws.amazon.com/codesuite');
        ctx.output('exportedVariables', {});
        return;
      }

      ctx.signal?.throwIfAborted();
      // Another one for another step of the task, and for another turn of the same step.
      const token = createHash('sha256')
        .update(JSON.stringify([ctx.task.id, ctx.step?.id, ctx.each]))
        .digest('hex');
      const place = token.slice(0, 16);
      const { orderedAt } = await ctx.checkpoint({
        key: `order.${place}`,
        fn: async () => ({ orderedAt: new Date().toISOString() }),
      });
      const { codebuild, logs } = clients(project);
      const minutes = ctx.input.timeoutMinutes ?? TIMEOUT_MINUTES;
      const waiting = {
        deadline: Date.parse(orderedAt) + minutes * 60_000,
        pollMs,
        signal: ctx.signal,
      };
      const started = await ctx.checkpoint({
        key: `build.${place}`,
        fn: async () => {
          await assertMayStart();
          const build = await startBuild(
            codebuild,
            { project, overrides, token, orderedAt },
            {
              ...waiting,
              onNoCapacity: said =>
                ctx.logger.info(`Waiting for a place in CodeBuild: ${said}`),
            },
          );
          return { id: build.id!, arn: build.arn!, logsUrl: logsUrlOf(build) };
        },
      });
      ctx.logger.info(`Started the build ${started.id}: ${started.logsUrl}`);
      ctx.output('buildId', started.id);
      ctx.output('buildArn', started.arn);
      ctx.output('logsUrl', started.logsUrl);
      if (ctx.input.wait === false) {
        ctx.output('status', 'IN_PROGRESS');
        return;
      }

      const build = await waitForBuild(started, {
        ...waiting,
        codebuild,
        logs,
        project,
        logger: ctx.logger,
      });
      ctx.output('logsUrl', logsUrlOf(build));
      ctx.output('status', build.buildStatus!);
      ctx.output('exportedVariables', exportedBy(build));
      if (build.buildStatus !== 'SUCCEEDED') {
        throw new Error(explainBuild(build, logsUrlOf(build)));
      }
    },
  });
}

function exportedBy(build: Build): Record<string, string> {
  return Object.fromEntries(
    (build.exportedEnvironmentVariables ?? []).map(({ name, value }) => [
      name!,
      value ?? '',
    ]),
  );
}
