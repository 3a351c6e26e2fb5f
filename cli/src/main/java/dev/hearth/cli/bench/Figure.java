package dev.hearth.cli.bench;

import dev.hearth.cli.client.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** One measured figure, printed as a line of JSON. */
record Figure(String bench, String metric, double value, String unit) {
  /** {@code {"bench","metric","value","unit"}}, the value with four digits that count. */
  String json() {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4, RoundingMode.HALF_UP));
    return Json.object()
        .put("bench", bench)
        .put("metric", metric)
        .put("value", rounded)
        .put("unit", unit)
        .toString();
  }
}
