import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { brokerUrl } from './parsers.js';

/** The optional YAML file: what is structured. Anything flat is a setting by its environment name. */
const text = z.string().trim().min(1);
const list = z.array(text).min(1);

const brokerSchema = z.strictObject({
  name: text.regex(/^[\w.-]{1,40}$/, 'must be 1–40 letters, digits, dots or dashes'),
  url: brokerUrl(),
  username: text.optional(),
  password: text.optional(),
  passwordFile: text.optional(),
  topics: list.optional(),
  channels: list.optional(),
  kinds: z.array(z.enum(['e', 'json', 'map', 'stat'])).optional(),
  clientId: text.optional(),
  qos: z.union([z.literal(0), z.literal(1)]).optional(),
  protocolVersion: z.union([z.literal('5'), z.literal('3.1.1'), z.literal(5).transform(() => '5' as const)]).optional(),
  presenceTopic: text.optional(),
  tls: z
    .strictObject({
      enabled: z.boolean().default(true),
      caFile: text.optional(),
      certFile: text.optional(),
      keyFile: text.optional(),
      serverName: text.optional(),
      insecure: z.boolean().default(false),
    })
    .optional(),
});

export const configFileSchema = z.strictObject({
  brokers: z.array(brokerSchema).optional(),
  channels: z.array(z.strictObject({ name: text, key: z.string().optional(), keyFile: text.optional() })).optional(),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
});
export type ConfigFile = z.output<typeof configFileSchema>;
export type BrokerEntry = z.output<typeof brokerSchema>;

/** Reads the YAML text; every mistake is one line that names the place. */
export function parseConfigFile(path: string, yaml: string): { file: ConfigFile; mistakes: string[] } {
  let raw: unknown;
  try {
    raw = parse(yaml) ?? {};
  } catch (error) {
    const where = error instanceof YAMLParseError ? ` at line ${error.linePos?.[0].line ?? '?'}` : '';
    return { file: {}, mistakes: [`CONFIG_FILE ${path} is not valid YAML${where}`] };
  }
  const result = configFileSchema.safeParse(raw);
  if (result.success) return { file: result.data, mistakes: [] };
  const mistakes = result.error.issues.map((issue) => {
    const place = issue.path.join('.') || 'top level';
    return `CONFIG_FILE ${path}: ${place}: ${issue.message}`;
  });
  return { file: {}, mistakes };
}
