/** The arguments of `panto silence`. */
export interface SilenceWish {
  readonly name: string;
  readonly target?: readonly string[];
  readonly check?: readonly string[];
  readonly label?: Readonly<Record<string, string>>;
  readonly rule?: readonly string[];
  readonly state?: readonly string[];
  readonly kind?: readonly string[];
  /** ms. */
  readonly until: number;
  readonly reason: string;
  readonly author?: string | undefined;
}

/** What a Silence matches, in the notation of resources. */
export interface WrittenMatch {
  readonly targets?: readonly string[] | undefined;
  readonly checks?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly states?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
}

/**
 * The resource for the arguments. It has no beginning: this host's clock may be ahead of the log's, and a
 * Silence requested now must begin now.
 */
export function silenceDocument(wish: SilenceWish) {
  const { name, target, check, label, rule, state, kind, until, reason, author } = wish;
  const match: WrittenMatch = {
    targets: target,
    checks: check,
    labels: label,
    rules: rule,
    states: state?.map((word) => word.toLowerCase().replaceAll('_', '-')),
    kinds: kind,
  };
  const spec = { match, until: new Date(until).toISOString(), reason, author };
  return { kind: 'Silence', metadata: { name }, spec };
}
