import Typography from '@material-ui/core/Typography';
import type { Plan } from '@planroom/backstage-plugin-terraform-common';
import type { TerraformQuery } from '../../hooks';
import { asSentence, errorMessage } from '../../words';
import { LoadingRows } from '../LoadingRows';
import { AccessWarnings } from '../PlanAccessPanel/AccessWarnings';
import { accessSentence } from '../PlanAccessPanel/accessWords';
import { WarningNote } from '../WarningNote';

/** In which account and as which role the plan would be applied, and what warns of it. */
export function ApplyAccess({
  plan,
}: {
  plan: TerraformQuery<Plan | undefined>;
}) {
  if (plan.error) {
    return (
      <WarningNote>
        What this apply may do could not be read:{' '}
        {asSentence(errorMessage(plan.error))} Look at the plan before you
        approve.
      </WarningNote>
    );
  }
  if (!plan.value) return <LoadingRows rows={1} />;
  const { access } = plan.value;
  return access ? (
    <>
      <Typography gutterBottom style={{ overflowWrap: 'anywhere' }}>
        {accessSentence(access)}
      </Typography>
      <AccessWarnings warnings={access.warnings} />
    </>
  ) : null;
}
