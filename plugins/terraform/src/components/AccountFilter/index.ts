export { AccountFilter } from './AccountFilter';
