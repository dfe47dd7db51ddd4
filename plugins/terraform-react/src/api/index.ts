export * from './terraformApiRef';
export * from './runEventsApiRef';
export * from './RunEventsClient';
