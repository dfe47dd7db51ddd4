export { sampleAccess, samplePlan, sampleChange, sampleRun } from './samples';
export { terraformApiMock } from './terraformApiMock';
