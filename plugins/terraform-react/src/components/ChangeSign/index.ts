export { ChangeSign, type ChangeSignProps } from './ChangeSign';
