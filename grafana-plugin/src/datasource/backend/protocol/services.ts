import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { fromJSON, type Options } from '@grpc/proto-loader';
import { goPlugin, grpcHealth } from './goPlugin';
import { pluginv2 } from './pluginv2';

/** Times and ids fit a number; enumerations are their numbers; what is absent has its default, as in proto 3. */
const options: Options = { keepCase: true, longs: Number, enums: Number, defaults: true };

const definitions = fromJSON(
  {
    nested: {
      pluginv2,
      plugin: goPlugin,
      grpc: { nested: { health: { nested: { v1: grpcHealth } } } },
    },
  },
  options,
);

export type ServiceName =
  | 'pluginv2.Data'
  | 'pluginv2.Diagnostics'
  | 'pluginv2.Resource'
  | 'pluginv2.Stream'
  | 'plugin.GRPCController'
  | 'plugin.GRPCStdio'
  | 'plugin.GRPCBroker'
  | 'grpc.health.v1.Health';

export function serviceNamed(name: ServiceName): ServiceDefinition<UntypedServiceImplementation> {
  const definition = definitions[name];
  if (definition === undefined || 'format' in definition) {
    throw new Error(`There is no service ${name} in the protocol definitions.`);
  }
  return definition as ServiceDefinition<UntypedServiceImplementation>;
}
