package panto.rival;

/** The three rules of every Check; tools/bench/src/check-spec.ts gives Panto the same. */
final class Rules {
  static final String DURATION = "duration-seconds";
  static final double CRITICAL = 2;
  static final double CRITICAL_RECOVER = 1.5;
  static final double WARNING = 1;

  static final String ERRORS = "http-500-total";
  static final int TREND_LAST = 25;
  static final double TREND_WARNING = 2;

  static final String CHECKOUTS = "checkouts";
  static final double HISTORY_CRITICAL = 0.5;

  private Rules() {}

  /**
   * Slope per second of the least-squares line through the last values of a counter, in two passes around the means. A
   * value lower than its predecessor is a reset.
   */
  static double slope(Memory memory) {
    int n = memory.trendCount;
    double[] ys = new double[n];
    double base = 0;
    for (int i = 0; i < n; i++) {
      if (i > 0 && memory.trendValues[i] < memory.trendValues[i - 1]) base += memory.trendValues[i - 1];
      ys[i] = base + memory.trendValues[i];
    }
    double oldest = ys[0];
    long start = memory.trendTimes[0];
    double mx = 0;
    double my = 0;
    for (int i = 0; i < n; i++) {
      ys[i] -= oldest;
      mx += (memory.trendTimes[i] - start) / 1000.0;
      my += ys[i];
    }
    mx /= n;
    my /= n;
    double over = 0;
    double under = 0;
    for (int i = 0; i < n; i++) {
      double dx = (memory.trendTimes[i] - start) / 1000.0 - mx;
      over += dx * (ys[i] - my);
      under += dx * dx;
    }
    return over / under;
  }
}
