import { alpha, type Theme } from '@material-ui/core/styles';
import amber from '@material-ui/core/colors/amber';
import blue from '@material-ui/core/colors/blue';
import cyan from '@material-ui/core/colors/cyan';
import green from '@material-ui/core/colors/green';
import grey from '@material-ui/core/colors/grey';
import purple from '@material-ui/core/colors/purple';
import red from '@material-ui/core/colors/red';
import yellow from '@material-ui/core/colors/yellow';
import type {
  ChangeTone,
  StatusTone,
} from '@planroom/backstage-plugin-terraform-common';
import type { AnsiColor } from './components/LogView/ansi';

/**
 * Every colour of this package. A tone is for text and signs on the background of the theme; each has a contrast of at least 4.5 in
 * light and dark. No tone stands alone: a sign and a word are always with it.
 */
export type Tone = ChangeTone | StatusTone;

// Material's amber is too light for text on white.
const DARK_AMBER = '#8a5000';

const LIGHT: Record<Tone, string> = {
  create: green[800],
  update: DARK_AMBER,
  replace: purple[700],
  destroy: red[800],
  read: blue[800],
  neutral: grey[700],
  waiting: DARK_AMBER,
  running: blue[800],
  good: green[800],
  bad: red[800],
};

const DARK: Record<Tone, string> = {
  create: green[300],
  update: amber[300],
  replace: purple[200],
  destroy: red[300],
  read: blue[300],
  neutral: grey[400],
  waiting: amber[300],
  running: blue[300],
  good: green[300],
  bad: red[300],
};

const TONES = Object.keys(LIGHT) as Tone[];

export function toneColor(theme: Theme, tone: Tone): string {
  return (theme.palette.type === 'dark' ? DARK : LIGHT)[tone];
}

/** A faint background of the tone; text of the same tone stays readable on it. */
export function toneBackground(theme: Theme, tone: Tone): string {
  return alpha(
    toneColor(theme, tone),
    theme.palette.type === 'dark' ? 0.14 : 0.08,
  );
}

/** One style per tone, for makeStyles. */
export function eachTone<T>(style: (tone: Tone) => T): Record<Tone, T> {
  return Object.fromEntries(TONES.map(tone => [tone, style(tone)])) as Record<
    Tone,
    T
  >;
}

/** One class per tone that sets the colour. */
export function toneClasses(theme: Theme): Record<Tone, { color: string }> {
  return eachTone(tone => ({ color: toneColor(theme, tone) }));
}

const ANSI_LIGHT: readonly string[] = [
  grey[900],
  red[800],
  green[800],
  DARK_AMBER,
  blue[800],
  purple[700],
  cyan[900],
  grey[700],
];

const ANSI_DARK: readonly string[] = [
  grey[500],
  red[300],
  green[300],
  yellow[400],
  blue[300],
  purple[200],
  cyan[300],
  grey[100],
];

/** A terminal's colour as it reads on the background of the theme. */
export function ansiColor(theme: Theme, color: AnsiColor): string {
  if (typeof color === 'string') return color;
  const palette = theme.palette.type === 'dark' ? ANSI_DARK : ANSI_LIGHT;
  return palette[color % 8];
}
