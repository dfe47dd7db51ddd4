export { PlanViewer, type PlanViewerProps } from './PlanViewer';
