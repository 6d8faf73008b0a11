package panto.rival;

/** Classification of a Check, in the order of the symbols of schemas/state.avsc. */
enum StateName {
  UNKNOWN(1),
  OK(0),
  WARNING(2),
  CRITICAL(5),
  MISSING_DATA(3),
  ERROR(4);

  /** The higher, the worse. */
  final int severity;

  StateName(int severity) {
    this.severity = severity;
  }

  static final StateName[] ALL = values();
}
