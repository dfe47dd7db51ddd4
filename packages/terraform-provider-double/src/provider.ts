import { planChange } from './planChange';
import { ProviderDocument, Schema, toProtocol } from './schema';
import { unconfigurable } from './unconfigurable';
import { decodeValue, DynamicValue, encodeValue } from './values';

type Handler = (request: any) => object;

const ERROR = 1;

/** The answers of the provider, by the name of the call in the protocol. */
export function createProvider(
  document: ProviderDocument,
): Record<string, Handler> {
  const { address, version } = document;
  const cannot = (what: string) => ({
    diagnostics: [
      {
        severity: ERROR,
        summary: `A stand-in cannot ${what}`,
        detail: `This is not ${address}: it stands in for version ${version} of it, made of its documented schema, and only plans. Install the real provider to go on.`,
      },
    ],
  });
  const nothingToSay = () => ({});

  return {
    GetSchema: () => ({
      provider: toProtocol(document.provider),
      resource_schemas: allToProtocol(document.resources),
      data_source_schemas: allToProtocol(document.dataSources),
      server_capabilities: { get_provider_schema_optional: true },
    }),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    Configure: nothingToSay,
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: unconfigurable(
        document.resources[type_name].block,
        decodeValue(config),
      ).map(path => ({
        severity: ERROR,
        summary: 'Value for unconfigurable attribute',
        detail: `${path} of ${type_name} is decided by the provider and cannot be set.`,
      })),
    }),
    ValidateDataSourceConfig: nothingToSay,
    UpgradeResourceState: ({ raw_state }) => ({
      upgraded_state: { json: raw_state.json } satisfies DynamicValue,
    }),
    ReadResource: ({ current_state, private: kept }) => ({
      new_state: current_state,
      private: kept,
    }),
    PlanResourceChange: request => {
      const { planned, requiresReplace } = planChange({
        block: document.resources[request.type_name].block,
        forceNew: document.forceNew[request.type_name] ?? [],
        prior: decodeValue(request.prior_state),
        proposed: decodeValue(request.proposed_new_state),
      });
      return {
        planned_state: encodeValue(planned),
        requires_replace: requiresReplace.map(path => ({
          // Terraform compares what is below; elements of lists have no names.
          steps: [{ attribute_name: path.split('.')[0] }],
        })),
        planned_private: request.prior_private,
        // The providers that this stands in for are made with the older SDK, whose plans Terraform judges less strictly.
        legacy_type_system: true,
      };
    },
    ApplyResourceChange: ({ prior_state }) => ({
      new_state: prior_state,
      ...cannot('apply'),
    }),
    ReadDataSource: () => cannot('read data'),
    Stop: nothingToSay,
  };
}

function allToProtocol(
  schemas: Record<string, Schema>,
): Record<string, object> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, toProtocol(schema)]),
  );
}
