export { ApproveDialog, type ApproveDialogProps } from './ApproveDialog';
