// `npm start`: makes the clone ready, then runs the local stack (infra/stack) in this process.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

bootstrap((text) => console.log(`Panto ${text}.`));
await import(pathToFileURL(join(root, 'dist', 'infra', 'stack', 'main.js')).href);
