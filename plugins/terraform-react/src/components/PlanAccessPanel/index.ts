export { PlanAccessPanel, type PlanAccessPanelProps } from './PlanAccessPanel';
