import {
  EmptyState,
  Outputs,
  useTerraformQuery,
} from '@planroom/backstage-plugin-terraform-react';
import { DataState } from '../DataState';
import { Section } from '../Section';

/** What the deployed thing answers: addresses, names, ids. */
export const WorkspaceOutputs = (props: { stateVersionId?: string }) => {
  const { stateVersionId } = props;
  const query = useTerraformQuery(
    async (api, signal) =>
      stateVersionId ? api.getStateOutputs(stateVersionId, { signal }) : [],
    [stateVersionId],
  );
  return (
    <Section title="Outputs">
      <DataState
        query={query}
        ready={query.value !== undefined}
        what="The outputs"
        rows={2}
      >
        {query.value && query.value.length > 0 ? (
          <Outputs outputs={query.value} />
        ) : (
          <EmptyState
            title="No outputs"
            text={
              stateVersionId
                ? 'The module has none.'
                : 'They stand here after the first apply.'
            }
          />
        )}
      </DataState>
    </Section>
  );
};
