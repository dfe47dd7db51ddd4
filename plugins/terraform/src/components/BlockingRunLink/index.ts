export { BlockingRunLink } from './BlockingRunLink';
