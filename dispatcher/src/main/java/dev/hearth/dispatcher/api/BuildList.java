package dev.hearth.dispatcher.api;

import dev.hearth.protocol.BuildId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of builds.
 *
 * @param next {@code before} for the next page; null when there is none
 */
public record BuildList(List<BuildView> builds, @Nullable BuildId next) {
  public BuildList {
    builds = List.copyOf(builds);
  }
}
