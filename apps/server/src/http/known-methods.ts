import type { OpenAPIObject } from '@nestjs/swagger';
import { openPaths } from './token-guard';

/** Methods as the API's description has them. */
const described = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Says by which methods a path can be asked; undefined: there is no such path. */
export type KnownMethods = (path: string) => readonly string[] | undefined;

/** The methods of all paths that the API's description has, and of those that are left out of it. */
export function knownMethods({ paths }: Pick<OpenAPIObject, 'paths'>): KnownMethods {
  const known = Object.entries(paths).map(([path, item]) => ({
    form: formOf(path),
    methods: described.flatMap((method) => (item[method] === undefined ? [] : allowing(method))),
  }));
  for (const path of [...openPaths, '/api', '/api/openapi.json'])
    known.push({ form: formOf(path), methods: allowing('get') });
  return (path) => {
    const methods = known.filter(({ form }) => form.test(path)).flatMap((one) => one.methods);
    return methods.length === 0 ? undefined : [...new Set(methods)];
  };
}

const allowing = (method: (typeof described)[number]): string[] =>
  method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];

/** Paths are met as the router meets them: any case, and with a slash at the end. */
function formOf(path: string): RegExp {
  const segments = path.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()[\]\\|]/g, '\\$&'));
  return new RegExp(`^${segments.join('[^/]+')}/?$`, 'i');
}
