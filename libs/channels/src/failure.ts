import { failed, type FailureReason, type Outcome } from './outcome';
import { RefusedAddress } from './guarded-agent';

/** Codes of Node, undici, node-fetch and nodemailer that mean something other than "the network". */
const reasons: Readonly<Record<string, FailureReason>> = {
  ABORT_ERR: 'timeout',
  AbortError: 'timeout',
  TimeoutError: 'timeout',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  ERR_INVALID_ARG_TYPE: 'misconfigured',
  ERR_INVALID_URL: 'misconfigured',
  UND_ERR_INVALID_ARG: 'misconfigured',
};

/** The outcome for a client error. Its message is left out, since addresses hold secrets; the code is enough. */
export function outcomeOfError(error: unknown): Outcome {
  const chain = causes(error);
  const refused = chain.find((each) => each instanceof RefusedAddress);
  if (refused !== undefined) return failed('refused', refused.message);
  const codes = chain.flatMap(codesOf);
  const known = codes.find((code) => Object.hasOwn(reasons, code));
  return failed(
    (known === undefined ? undefined : reasons[known]) ?? 'network',
    known ?? codes[0] ?? 'unknown',
  );
}

/** An error and its causes, outermost first. Checked by shape: errors come from more than one realm. */
function causes(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (let each = error; typeof each === 'object' && each !== null && chain.length < 10;) {
    chain.push(each);
    if ('errors' in each && Array.isArray(each.errors)) chain.push(...each.errors.filter(isObject));
    each = 'cause' in each ? each.cause : null;
  }
  return chain;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function codesOf(error: object): readonly string[] {
  const code = 'code' in error ? [error.code] : [];
  const name = 'name' in error ? [error.name] : [];
  return [...code, ...name].filter(
    (text): text is string => typeof text === 'string' && text !== 'Error' && /^\w{1,64}$/.test(text),
  );
}
