export * from './Mono';
