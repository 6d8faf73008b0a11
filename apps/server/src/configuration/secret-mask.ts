/** Shown in place of a secret; when applied again, it stands for the present secret. */
export const masked = '(secret)';

const secretKeys = new Set(['secret', 'routingKey', 'password', 'token']);

/** A Channel's spec as it may be shown: plain-text secrets are masked, references are not. */
export function maskSecrets(spec: unknown): unknown {
  return mapTexts(spec, (key, text) => {
    if (secretKeys.has(key)) return masked;
    return key === 'url' ? maskAddress(text) : text;
  });
}

/**
 * Replaces masked secrets by those of the present spec, so that a shown spec can be applied again; undefined
 * if there is no secret to put in.
 */
export function unmaskSecrets(spec: unknown, present: unknown): unknown {
  const shown = maskSecrets(present);
  let missing = false;
  const restore = (value: unknown, key: string, was: unknown, wasShown: unknown): unknown => {
    if (typeof value === 'string' && value.includes(masked) && isSecretKey(key)) {
      if (value !== wasShown) missing = true;
      return was;
    }
    if (Array.isArray(value)) return value;
    if (!isMap(value)) return value;
    const [before, shownBefore] = [isMap(was) ? was : {}, isMap(wasShown) ? wasShown : {}];
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        restore(item, name, before[name], shownBefore[name]),
      ]),
    );
  };
  const restored = restore(spec, '', present, shown);
  return missing ? undefined : restored;
}

const isSecretKey = (key: string): boolean => key === 'url' || secretKeys.has(key);

/** Chat services put their secret into the path: the host is shown, the rest is not. */
function maskAddress(text: string): string {
  if (!URL.canParse(text)) return masked;
  const { origin, pathname, search } = new URL(text);
  return pathname === '/' && search === '' ? text : `${origin}/${masked}`;
}

function mapTexts(value: unknown, change: (key: string, text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return change(key, value);
  if (!isMap(value)) return value;
  // A reference ({ env: NAME } or { file: path }) only names a secret.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, change, name)]),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
