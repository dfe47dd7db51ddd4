export { CopyableId, type CopyableIdProps } from './CopyableId';
