export * from './ApiClient';
export * from './databases';
export * from './startTerraformBackend';
export * from './modules';
export * from './stores';
export * from './stateFile';
