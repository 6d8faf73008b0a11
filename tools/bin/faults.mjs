// `npm run faults`: makes the clone ready, then runs the fault runner (tools/faults); see docs/faults.md.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap, root } from './bootstrap.mjs';

bootstrap((text) => console.log(`Panto ${text}.`));
await import(pathToFileURL(join(root, 'dist', 'tools', 'faults', 'main.js')).href);
