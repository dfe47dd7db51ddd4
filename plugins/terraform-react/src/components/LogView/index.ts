export { LogView, type LogViewProps } from './LogView';
