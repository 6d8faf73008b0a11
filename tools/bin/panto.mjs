#!/usr/bin/env node
// `npx panto` in a clone: makes the clone ready (notes on standard error), then runs the command line in this process.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap, refuse, root } from './bootstrap.mjs';

const main = join(root, 'dist', 'apps', 'cli', 'main.js');
bootstrap((text) => console.error(`panto ${text}.`));
if (!existsSync(main)) refuse(`The command line is not built: ${main} is missing.`);
await import(pathToFileURL(main).href);
