export {
  writeMirror,
  type WriteMirrorOptions,
  type WrittenDouble,
} from './writeMirror';
