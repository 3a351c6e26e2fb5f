package dev.hearth.dispatcher.console.charts;

/** Round distances for the marks of a scale: four of them at most up to the largest value. */
public final class Steps {
  private static final int MARKS = 4;
  private static final double[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400
  };

  private Steps() {}

  /** Of things: 1, 2, 5, 10, 20, 50… */
  public static double ofCounts(double largest) {
    double step = 1;
    int[] factors = {2, 5, 10};
    double power = 1;
    for (int i = 0; largest / step > MARKS; i++) {
      step = power * factors[i % 3];
      if (i % 3 == 2) {
        power *= 10;
      }
    }
    return step;
  }

  /** Of time: round seconds, minutes and hours. */
  public static double ofSeconds(double largest) {
    for (double step : SECONDS) {
      if (largest / step <= MARKS) {
        return step;
      }
    }
    return SECONDS[SECONDS.length - 1] * Math.ceil(largest / SECONDS[SECONDS.length - 1] / MARKS);
  }
}
