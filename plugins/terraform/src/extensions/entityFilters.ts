import {
  ANNOTATION_MODULE,
  ANNOTATION_WORKSPACE_ID,
} from '@planroom/backstage-plugin-terraform-common';

export const isWorkspace = {
  [`metadata.annotations.${ANNOTATION_WORKSPACE_ID}`]: { $exists: true },
};

/** Templates name their module too; they have a form, not a page of inputs. */
export const isModule = {
  kind: 'component',
  [`metadata.annotations.${ANNOTATION_MODULE}`]: { $exists: true },
};
