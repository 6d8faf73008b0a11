// Loaded into a process of the product (`node --import`) by the fault runner; the process itself is unchanged.
//   PANTO_FAULTS_WAYS={"127.0.0.1:9092": 40001}   connections to this address go to that port of 127.0.0.1 instead
//   {"clock": 3600000} as a message                Date.now() is this many ms ahead from now on
import { createRequire } from 'node:module';

const net = createRequire(import.meta.url)('node:net');
const ways = JSON.parse(process.env.PANTO_FAULTS_WAYS ?? '{}');
const connect = net.connect;
net.connect = (options, ...rest) => {
  const way = ways[`${options?.host}:${options?.port}`];
  return connect.call(net, way === undefined ? options : { ...options, port: way }, ...rest);
};

let ahead = 0;
const now = Date.now;
Date.now = () => now() + ahead;
process.on('message', (message) => {
  if (typeof message?.clock === 'number') ahead = message.clock;
});
// The process must not outlive the runner, and the channel must not keep it alive.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
