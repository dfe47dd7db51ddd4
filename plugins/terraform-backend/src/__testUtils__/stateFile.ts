/** A state as Terraform writes it; members may be replaced. */
export function stateFile(
  serial: number,
  more: Record<string, unknown> = {},
): Buffer {
  return Buffer.from(
    `${JSON.stringify(
      {
        version: 4,
        terraform_version: '1.11.4',
        serial,
        lineage: 'lineage-1',
        outputs: {},
        resources: [],
        ...more,
      },
      undefined,
      2,
    )}\n`,
  );
}

/** A resource of a state with one instance for each id. */
export function stateResource(name: string, ...ids: string[]) {
  return {
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: ids.map((id, index) => ({
      ...(ids.length > 1 && { index_key: index }),
      attributes: { id, input: 'not for the index' },
    })),
  };
}
