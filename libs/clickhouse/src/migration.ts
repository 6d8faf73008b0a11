/** A change of the tables; once released it is never edited, only followed by another. */
export interface Migration {
  readonly name: string;
  /** Each may be run again without harm: a migration that was cut off is repeated. */
  readonly statements: readonly string[];
}
