import { certificateDescriptions, certificateFacts, certificateMetrics } from '../certificate';
import { dialSecurely } from '../dial';
import { TargetFailure } from '../failure';
import { measured, type Probe } from '../probe';
import { tlsParameters } from './parameters';

/** Performs a TLS handshake and inspects the certificate, valid or not. */
export const tls: Probe<typeof tlsParameters> = {
  name: 'tls',
  kind: 'remote',
  summary: 'Opens a TLS connection and checks the certificate.',
  parameters: tlsParameters,
  metrics: {
    ...certificateDescriptions,
    'dns-seconds': { type: 'float', text: 'Resolving the name.' },
    'connect-seconds': { type: 'float', text: 'Connecting.' },
    'tls-seconds': { type: 'float', text: 'The handshake.' },
  },
  async run(parameters, context) {
    const host = parameters.address ?? context.target.address;
    const name = parameters.serverName ?? host;
    const endpoint = { host, port: parameters.port };
    const { socket, phases } = await dialSecurely(endpoint, { name, ca: parameters.ca }, context);
    try {
      const facts = certificateFacts(socket, context.clock.now());
      if (facts === null) throw new TargetFailure('certificate', 'the server presented no certificate');
      const { floats, ...rest } = certificateMetrics(facts, socket);
      const times = {
        'dns-seconds': phases.dns,
        'connect-seconds': phases.connect,
        'tls-seconds': phases.tls,
      };
      const metrics = { ...rest, floats: { ...floats, ...times } };
      if (parameters.verify && facts.fault !== null)
        throw new TargetFailure('certificate', facts.fault, metrics);
      return measured(metrics);
    } finally {
      socket.destroy();
    }
  },
};
