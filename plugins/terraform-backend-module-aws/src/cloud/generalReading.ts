import { ACTIONS } from './actions';
import { isReading, serviceOfAction, smallest, verbOf } from './actionPatterns';

/** In which a plan may read without a permission set: the most used ones, so that they fit into one session policy beside the guards. */
export const GENERAL_SERVICES = [
  'acm',
  'apigateway',
  'autoscaling',
  'cloudfront',
  'cloudwatch',
  'codebuild',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticbeanstalk',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  'mq',
  'rds',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
];

/** What the kept types read there, by verb. */
export const GENERAL_READING = smallest(
  Object.values(ACTIONS)
    .flatMap(({ read }) => read)
    .filter(
      action =>
        isReading(action) && GENERAL_SERVICES.includes(serviceOfAction(action)),
    )
    .map(byVerb),
);

function byVerb(action: string): string {
  const pattern = `${serviceOfAction(action)}:${verbOf(action)}*`;
  return isReading(pattern) ? pattern : action;
}
