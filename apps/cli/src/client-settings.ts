import { port, secret, setting } from '@panto/service';
import { z } from 'zod';

/** Settings of the commands that talk to the Server. */
export const clientSettings = {
  serverUrl: setting(
    'PANTO_SERVER_URL',
    z.url({ protocol: /^https?$/ }).optional(),
    'Address of the Server; default: http://127.0.0.1:PANTO_SERVER_PORT.',
  ),
  serverPort: setting('PANTO_SERVER_PORT', port.default(8080), 'Port of the Server on this host.'),
  token: secret('PANTO_API_TOKEN', z.string().min(1).optional(), 'Token that the Server requires.'),
};
