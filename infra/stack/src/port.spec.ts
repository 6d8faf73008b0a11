import { createServer } from 'node:net';
import { claimPort, portFault, tryPort } from './port';

const taken = async (body: (port: number) => Promise<void>): Promise<void> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await body(typeof address === 'object' && address !== null ? address.port : 0);
  } finally {
    server.close();
  }
};

it('takes any free port for 0', async () => {
  expect(await tryPort(0)).toBeGreaterThan(0);
});

it('says which port is taken and which setting to change', () =>
  taken(async (port) => {
    await expect(claimPort(port, 'Kafka', 'PANTO_KAFKA_PORT')).rejects.toThrow(
      new RegExp(
        `^Port ${port} \\(Kafka\\) is taken by .+: stop it, or set PANTO_KAFKA_PORT or --kafka-port to another port\\.$`,
      ),
    );
  }));

it.each([
  [9092, { name: 'java', pid: 7 }, 'Port 9092 (X) is taken by java (process 7): stop it,'],
  [9092, undefined, 'Port 9092 (X) is taken by another process: stop it,'],
  [80, undefined, 'Port 80 (X) cannot be used: it is taken or needs more rights;'],
])('port %d held by %j', (port, holder, wanted) => {
  expect(portFault(port, 'X', 'PANTO_SERVER_PORT', holder)).toContain(wanted);
});
