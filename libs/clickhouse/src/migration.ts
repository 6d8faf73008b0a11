/** A change of the tables. Once released it is never edited, only followed by another. */
export interface Migration {
  readonly name: string;
  /** Each must be idempotent: an interrupted migration is repeated. */
  readonly statements: readonly string[];
}
