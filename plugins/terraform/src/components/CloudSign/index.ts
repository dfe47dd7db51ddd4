export { CloudSign } from './CloudSign';
