package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.QuotaUse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quotas, and how much of each is used.
 *
 * @param problem why a change was refused; empty: nothing was
 */
public record QuotasPage(Frame frame, List<Row> rows, String problem) {
  public QuotasPage {
    rows = List.copyOf(rows);
  }

  /**
   * A quota.
   *
   * @param runs how many builds run
   * @param waits how many wait
   */
  public record Row(Quota quota, int runs, int waits) {
    static Row of(Quota quota, QuotaUse use) {
      return new Row(quota, use.running(quota.holder()), use.waiting(quota.holder()));
    }

    public String address() {
      return "/farm/quotas/"
          + quota.holder().kind()
          + "/"
          + URLEncoder.encode(quota.holder().name(), StandardCharsets.UTF_8);
    }

    /** What a field holds: empty for no bound. */
    public static String typed(@Nullable Integer bound) {
      return bound == null ? "" : bound.toString();
    }

    /** Of a bound that is reached or passed: no more are let in. */
    public static boolean isUsedUp(int used, @Nullable Integer bound) {
      return bound != null && used >= bound;
    }
  }
}
