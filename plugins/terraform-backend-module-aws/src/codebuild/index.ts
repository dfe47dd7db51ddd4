export { createCodeBuild } from './createCodeBuild';
