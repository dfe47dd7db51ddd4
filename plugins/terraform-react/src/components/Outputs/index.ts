export { Outputs, type OutputsProps } from './Outputs';
