import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { PlanAccess } from '@planroom/backstage-plugin-terraform-common';
import { useMemo } from 'react';
import { CopyableText } from '../CopyableText';
import { accessSentence, grantsSentence, readablePolicy } from './accessWords';
import { AccessWarnings } from './AccessWarnings';

/** Properties of {@link PlanAccessPanel}. @public */
export interface PlanAccessPanelProps {
  /** Of a plan in a workspace that has an account. */
  access: PlanAccess;
}

const useStyles = makeStyles(theme => ({
  root: { color: theme.palette.text.primary, overflowWrap: 'anywhere' },
  details: { marginTop: theme.spacing(1) },
  summary: { cursor: 'pointer' },
  grants: {
    margin: theme.spacing(0.5, 0, 0),
    padding: theme.spacing(1, 1.5),
    maxHeight: 320,
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    '& dt': { fontWeight: 600 },
    '& dd': { margin: theme.spacing(0, 0, 1, 2) },
  },
}));

/**
 * What the apply of a plan may do in its account: where and as which role, what asks for which action, what is wider than needed, and the
 * policy itself. It is part of what is approved.
 *
 * @public
 */
export function PlanAccessPanel({ access }: PlanAccessPanelProps) {
  const classes = useStyles();
  const { grants, policy, warnings } = access;
  const text = useMemo(() => policy && readablePolicy(policy), [policy]);
  return (
    <section className={classes.root} aria-label="What this apply may do">
      <Typography variant="h6" component="h3" gutterBottom>
        What this apply may do
      </Typography>
      <Typography variant="body2">{accessSentence(access)}</Typography>
      {!policy && (
        <Typography variant="body2">
          It is not narrowed any further: it may do all that it may do there.
        </Typography>
      )}
      <AccessWarnings warnings={warnings} />
      {grants.length > 0 && (
        <details className={classes.details}>
          <summary className={classes.summary}>
            {grantsSentence(access)}
          </summary>
          <dl className={classes.grants}>
            {grants.map(grant => (
              <div key={grant.for}>
                <dt>{grant.for}</dt>
                <dd>{grant.actions.join(', ') || 'nothing'}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {text && (
        <details className={classes.details}>
          <summary className={classes.summary}>Session policy</summary>
          <CopyableText text={text} label="session policy" />
        </details>
      )}
    </section>
  );
}
