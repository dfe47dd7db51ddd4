export { WarningNote } from './WarningNote';
