import { applications } from './applications';
import { containers } from './containers';
import { databases } from './databases';
import { edge } from './edge';
import { iam } from './iam';
import { machines } from './machines';
import { messaging } from './messaging';
import { monitoring } from './monitoring';
import { network } from './network';
import { s3 } from './s3';
import { secrets } from './secrets';
import { service, type ActionTable } from './types';

export { serviceOf } from './services';
export type { ActionTable, TypeActions } from './types';

/** What asks AWS for nothing: the provider knows it, or makes it up. */
const local = service('', {
  'data.aws_arn': {},
  'data.aws_billing_service_account': {},
  'data.aws_default_tags': {},
  'data.aws_ip_ranges': {},
  'data.aws_partition': {},
  'data.aws_service': {},
  'data.aws_service_principal': {},
});

/**
 * What the AWS provider calls for its most used types. Written in November 2026 from what is publicly known of its calls and of what services
 * do in the caller's name, not recorded from AWS. Checked then: types against the schema of version 5.100 of the provider; names of actions,
 * and which of them read, against the service authorization reference of September 2026; the library's types against its permission sets,
 * and a dozen others against the public mapping JamesWoolfenden/pike. How to add one stands in the README.
 */
export const ACTIONS: ActionTable = {
  ...local,
  ...network,
  ...machines,
  ...s3,
  ...iam,
  ...secrets,
  ...databases,
  ...messaging,
  ...containers,
  ...edge,
  ...monitoring,
  ...applications,
};
