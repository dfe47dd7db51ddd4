export { Diagnostics, type DiagnosticsProps } from './Diagnostics';
