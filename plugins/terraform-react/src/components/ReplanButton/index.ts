export { ReplanButton, type ReplanButtonProps } from './ReplanButton';
