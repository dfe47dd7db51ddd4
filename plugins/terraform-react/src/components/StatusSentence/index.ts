export { StatusSentence, type StatusSentenceProps } from './StatusSentence';
