import { makeStyles } from '@material-ui/core/styles';
import ErrorOutlineIcon from '@material-ui/icons/ErrorOutline';
import WarningOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import type { Diagnostic } from '@planroom/backstage-plugin-terraform-common';
import { toneBackground, toneClasses, toneColor } from '../../tones';

/** Properties of {@link Diagnostics}. @public */
export interface DiagnosticsProps {
  /** In the order in which Terraform gave them. */
  diagnostics: Diagnostic[];
}

const useTones = makeStyles(toneClasses);
const useStyles = makeStyles(theme => ({
  item: {
    color: theme.palette.text.primary,
    padding: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(1),
    borderLeft: '4px solid',
    borderRadius: theme.shape.borderRadius,
  },
  error: {
    borderColor: toneColor(theme, 'bad'),
    background: toneBackground(theme, 'bad'),
  },
  warning: {
    borderColor: toneColor(theme, 'waiting'),
    background: toneBackground(theme, 'waiting'),
  },
  summary: {
    display: 'flex',
    alignItems: 'center',
    fontWeight: 600,
    '& > svg': { marginRight: theme.spacing(1) },
  },
  place: {
    marginTop: theme.spacing(0.5),
    fontFamily: 'monospace',
    color: theme.palette.text.secondary,
    overflowWrap: 'anywhere',
  },
  code: {
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1),
    overflowX: 'auto',
    fontFamily: 'monospace',
    background: theme.palette.background.paper,
    borderRadius: theme.shape.borderRadius,
  },
  detail: {
    margin: theme.spacing(1, 0, 0),
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** What Terraform said went wrong: in a sentence, where, and in its own words. Errors come before warnings. @public */
export function Diagnostics({ diagnostics }: DiagnosticsProps) {
  const sorted = [
    ...diagnostics.filter(({ severity }) => severity === 'error'),
    ...diagnostics.filter(({ severity }) => severity !== 'error'),
  ];
  return (
    <>
      {sorted.map((diagnostic, index) => (
        <DiagnosticItem key={index} diagnostic={diagnostic} />
      ))}
    </>
  );
}

function DiagnosticItem({ diagnostic }: { diagnostic: Diagnostic }) {
  const classes = useStyles();
  const tones = useTones();
  const { severity, summary, detail, code } = diagnostic;
  const isError = severity === 'error';
  const Icon = isError ? ErrorOutlineIcon : WarningOutlinedIcon;
  const place = describePlace(diagnostic);
  return (
    <section className={`${classes.item} ${classes[severity]}`}>
      <div
        className={`${classes.summary} ${isError ? tones.bad : tones.waiting}`}
      >
        <Icon fontSize="small" aria-hidden />
        {isError ? 'Error' : 'Warning'}: {summary}
      </div>
      {place && <div className={classes.place}>{place}</div>}
      {code && <pre className={classes.code}>{code}</pre>}
      {detail && <p className={classes.detail}>{detail}</p>}
    </section>
  );
}

function describePlace(diagnostic: Diagnostic): string {
  const { filename, line, address } = diagnostic;
  const file = filename && (line ? `${filename}:${line}` : filename);
  return [file, address].filter(Boolean).join(' · ');
}
