// The tables of a module's README, from what its files say: inputs, outputs, requirements.
import { load } from '../typescript.mjs';
import { ROOT } from '../project.mjs';

const { readModule } = load(
  `${ROOT}/plugins/terraform-backend/src/modules/readModule.ts`,
);

export const BEGIN = '<!-- BEGIN GENERATED TABLES -->';
export const END = '<!-- END GENERATED TABLES -->';

/** The README of a module with its tables renewed. @throws Error when it has no place for them */
export async function withTables(folder) {
  const module = await readModule(folder);
  const readme = module.readme ?? '';
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`has no lines ${BEGIN} and ${END} in its README.md`);
  }
  return {
    before: readme,
    after: `${readme.slice(0, begin)}${BEGIN}\n${tablesOf(
      module,
    )}\n${readme.slice(end)}`,
  };
}

function tablesOf({ variables, outputs, requiredProviders, requiredVersion }) {
  const providers = Object.values(requiredProviders).map(
    ({ source, version }) => [source, version ?? 'any'],
  );
  return [
    // Padded cells would be as wide as the widest type.
    '<!-- prettier-ignore-start -->',
    ...section(
      'Inputs',
      ['Name', 'Description', 'Type', 'Default'],
      [
        ...variables.map(variable => [
          code(variable.name),
          prose(
            `${variable.description ?? ''}${
              variable.ephemeral
                ? ' Never in plan or state.'
                : variable.sensitive
                ? ' Sensitive.'
                : ''
            }`,
          ),
          code(typeText(variable.constraint)),
          variable.required ? 'required' : code(literal(variable.default)),
        ]),
      ],
    ),
    ...section(
      'Outputs',
      ['Name', 'Description'],
      [
        ...outputs.map(output => [
          code(output.name),
          prose(
            `${output.description ?? ''}${
              output.sensitive ? ' Sensitive.' : ''
            }`,
          ),
        ]),
      ],
    ),
    ...section(
      'Requirements',
      ['Name', 'Version'],
      [['Terraform or OpenTofu', requiredVersion ?? 'any'], ...providers],
    ),
    '<!-- prettier-ignore-end -->',
    '',
  ].join('\n');
}

function section(title, head, rows) {
  const lines =
    rows.length === 0
      ? ['None.']
      : [head, head.map(() => '---'), ...rows].map(
          cells => `| ${cells.join(' | ')} |`,
        );
  return [`## ${title}`, '', ...lines, ''];
}

const code = text => `\`${text.replaceAll('|', '\\|')}\``;

function prose(text) {
  return text
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\n+- /g, '<br>• ')
    .replace(/\s*\n\s*/g, ' ');
}

/** A type constraint on one line. */
export function typeText(constraint) {
  switch (constraint.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${constraint.kind}(${typeText(constraint.element)})`;
    case 'tuple':
      return `tuple([${constraint.elements.map(typeText).join(', ')}])`;
    case 'object':
      return constraint.attributes.length === 0
        ? 'object({})'
        : `object({ ${constraint.attributes
            .map(each => `${each.name} = ${attributeText(each)}`)
            .join(', ')} })`;
    default:
      return constraint.kind;
  }
}

function attributeText(attribute) {
  const type = typeText(attribute.type);
  if (!attribute.optional) return type;
  return attribute.default === undefined || attribute.default === null
    ? `optional(${type})`
    : `optional(${type}, ${literal(attribute.default)})`;
}

/** A literal as HCL writes it on one line. */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(
      ([name, inner]) =>
        `${
          /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name)
        } = ${literal(inner)}`,
    );
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return JSON.stringify(value);
}
