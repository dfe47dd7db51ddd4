import type {
  Run,
  RunAction,
} from '@planroom/backstage-plugin-terraform-common';
import { useNavigate } from 'react-router-dom';
import { useTerraformLinks } from './useTerraformLinks';

/** A re-plan is another run, so that its page is next; any other action changes the run that is shown. */
export function useAfterRunAction(run: Run, onChanged: () => void) {
  const navigate = useNavigate();
  const links = useTerraformLinks();
  return (answered: Run, action: RunAction) => {
    if (action === 'retry' && answered.id !== run.id) {
      navigate(links.run(answered.id));
    } else {
      onChanged();
    }
  };
}
