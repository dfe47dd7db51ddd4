export * from './Locked';
