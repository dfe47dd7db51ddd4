export * from './ViewHeader';
