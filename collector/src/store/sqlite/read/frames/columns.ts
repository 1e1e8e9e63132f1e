import type { ColumnDefinition, Columns } from '@mesh-observatory/contract/columns';
import type { FieldConfigJson } from '@mesh-observatory/contract/frames';
import type { FrameContext } from './context.js';
import { hidden, nodeLinks, presenceConfig, quantityConfig, unitConfig, wordsConfig } from './field-config.js';
import type { Column } from './frame.js';

type Values<Definitions extends Columns, Row> = { readonly [Name in keyof Definitions]: (row: Row) => unknown };
type Configs<Definitions extends Columns> = { readonly [Name in keyof Definitions]?: FieldConfigJson };

function configOf(definition: ColumnDefinition, { query, nodeDashboardUrl, radio }: FrameContext): FieldConfigJson {
  const { title, description, unit, decimals, min, max, noValue, node, quantity, words } = definition;
  const colored = 'thresholds' in query && query.thresholds ? quantity : undefined;
  return {
    displayName: title,
    ...(description === undefined ? {} : { description }),
    ...(unit === undefined ? {} : unitConfig(unit)),
    ...(decimals === undefined ? {} : { decimals }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(noValue === undefined ? {} : { noValue }),
    ...(node === undefined ? {} : { links: nodeLinks(nodeDashboardUrl, `\${__data.fields.${node}}`) }),
    ...quantityConfig(colored, radio),
    ...(words === undefined ? {} : wordsConfig(words)),
    ...(definition.presence === true ? presenceConfig : {}),
    ...(definition.hidden === true ? hidden : {}),
  };
}

/** The columns of a frame: as the contract defines them, with the value of each. `configs` adds what rows depend on. */
export function columnsOf<Definitions extends Columns, Row>(
  context: FrameContext,
  definitions: Definitions,
  values: Values<Definitions, Row>,
  configs: Configs<Definitions> = {},
): Column<Row>[] {
  return Object.entries(definitions).map(([name, definition]) => ({
    name,
    type: definition.type,
    ...(definition.nullable === undefined ? {} : { nullable: definition.nullable }),
    ...(definition.key === undefined ? {} : { key: definition.key }),
    config: { ...configOf(definition, context), ...configs[name] },
    value: values[name as keyof Definitions],
  }));
}
