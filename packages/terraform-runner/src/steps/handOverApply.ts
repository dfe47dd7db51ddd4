import { join } from 'node:path';
import { PhaseFailure, type Step } from '../phase';
import { copyRegularFile } from '../safeFiles';

const ERRORED_STATE = 'errored.tfstate';

/** Takes the state that Terraform could not save, whatever else has happened. */
export const handOverApply: Step = {
  name: 'hand-over',
  afterApply: true,
  async run({ control, folders, found, output }) {
    const source = join(folders.work, ERRORED_STATE);
    try {
      const copied = await copyRegularFile(
        source,
        control.result('erroredState'),
        { owner: folders.owner },
      );
      if (copied === undefined) {
        return;
      }
      found.erroredState = true;
      output.log(
        'error',
        'The state could not be saved; it is handed over for recovery',
      );
    } catch (error) {
      folders.keepWork();
      throw new PhaseFailure(
        `The state could not be saved, and ${source} could not be handed over: ${
          (error as Error).message
        }. The file stays where it is.`,
      );
    }
  },
};
