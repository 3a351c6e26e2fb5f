package dev.hearth.dispatcher.quotas;

import dev.hearth.dispatcher.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * How many builds somebody may have at once.
 *
 * @param running with an agent; null: as many as there are slots; 0: none
 * @param waiting in the queue, before more that are asked for by hand are refused; null: any
 *     number; 0: nobody asks for one
 */
public record Quota(Holder holder, @Nullable Integer running, @Nullable Integer waiting) {
  private static final int MOST = 1_000_000;

  /**
   * @throws RefusedException if a number is none that can be meant
   */
  public Quota {
    if (isWrong(running) || isWrong(waiting)) {
      throw RefusedException.invalid(
          "tried to set the quota of " + holder.title() + ", but a quota is 0 to " + MOST);
    }
  }

  private static boolean isWrong(@Nullable Integer number) {
    return number != null && (number < 0 || number > MOST);
  }
}
