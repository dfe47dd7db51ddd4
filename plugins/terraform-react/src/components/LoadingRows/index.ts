export { LoadingRows, type LoadingRowsProps } from './LoadingRows';
