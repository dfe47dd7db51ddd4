/**
 * The default permission policy of Planroom.
 *
 * @packageDocumentation
 */
export { permissionModuleTerraformPolicy as default } from './module';
export { decideTerraform } from './decideTerraform';
export type { TerraformDecisionContext } from './decideTerraform';
export { PlanroomPolicy } from './PlanroomPolicy';
