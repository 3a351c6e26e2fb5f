package dev.hearth.cli.bench;

import java.util.Collection;
import java.util.List;

/** Values in order. */
public record Quantiles(List<Double> sorted) {
  public static Quantiles of(Collection<Double> values) {
    return new Quantiles(values.stream().sorted().toList());
  }

  /**
   * The least value that this share of all does not exceed.
   *
   * @param share from 0 to 1
   */
  public double at(double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  public double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
