package dev.hearth.agent.checkout;

import java.time.Instant;
import org.eclipse.jgit.api.FetchCommand;

/** How much history a fetch brings along. */
sealed interface HistoryBound {
  /** What the mirror lacks, as far as it reaches itself. */
  record AsTheMirror() implements HistoryBound {}

  /** All of it, also where the mirror was cut before. */
  record Whole() implements HistoryBound {}

  /** So many commits. */
  record Commits(int depth) implements HistoryBound {}

  /** What is not older. */
  record Since(Instant oldest) implements HistoryBound {}

  default void limit(FetchCommand command) {
    switch (this) {
      case AsTheMirror _ -> {}
      case Whole _ -> command.setUnshallow(true);
      case Commits(int depth) -> command.setDepth(depth);
      case Since(Instant oldest) -> command.setShallowSince(oldest);
    }
  }
}
