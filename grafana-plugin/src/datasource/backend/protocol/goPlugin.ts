import { message, method, type Namespace } from './reflection';

/** The services that hashicorp go-plugin expects of every plugin. */
export const goPlugin: Namespace = {
  nested: {
    Empty: message({}),
    ConnInfo: message({}),
    StdioData: message({ channel: [1, 'int32'], data: [2, 'bytes'] }),
    GRPCController: { methods: { Shutdown: method('Empty', 'Empty') } },
    GRPCStdio: { methods: { StreamStdio: method('Empty', 'StdioData', 'many') } },
    GRPCBroker: { methods: { StartStream: method('ConnInfo', 'ConnInfo', 'many', 'many') } },
  },
};

/** `grpc.health.v1`, with which the host pings. */
export const grpcHealth: Namespace = {
  nested: {
    HealthCheckRequest: message({ service: [1, 'string'] }),
    HealthCheckResponse: message({ status: [1, 'int32'] }),
    Health: {
      methods: {
        Check: method('HealthCheckRequest', 'HealthCheckResponse'),
        Watch: method('HealthCheckRequest', 'HealthCheckResponse', 'many'),
      },
    },
  },
};
