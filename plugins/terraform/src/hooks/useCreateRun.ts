import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { CreateRunRequest } from '@planroom/backstage-plugin-terraform-common';
import { terraformApiRef } from '@planroom/backstage-plugin-terraform-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useRequestKey } from './useRequestKey';
import { useTerraformLinks } from './useTerraformLinks';

/** Requests a run and goes to its page. The same request sent twice, by a double click or after a lost answer, makes one run. */
export function useCreateRun(workspaceId: string) {
  const api = useApi(terraformApiRef);
  const toastApi = useApi(toastApiRef);
  const navigate = useNavigate();
  const links = useTerraformLinks();
  const { keyFor, forget } = useRequestKey();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();

  const create = async (request: CreateRunRequest) => {
    setPending(true);
    setError(undefined);
    try {
      const run = await api.createRun(workspaceId, request, {
        idempotencyKey: keyFor(request),
      });
      forget();
      toastApi.post({
        title: `Run ${run.number} of ${run.workspaceName} requested`,
        status: 'success',
        timeout: 5_000,
      });
      navigate(links.run(run.id));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setPending(false);
    }
  };

  return { create, pending, error, clearError: () => setError(undefined) };
}
