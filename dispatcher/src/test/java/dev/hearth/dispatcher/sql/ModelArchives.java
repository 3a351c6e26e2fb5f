package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.WantedTag;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What SQL would keep, by the same rules. */
public final class ModelArchives implements ArchivedBuilds {
  private final Map<BuildId, BuildRecord> builds = new HashMap<>();
  private final Map<String, BuildId> numbers = new HashMap<>();
  private final Map<String, WantedTag> tags = new HashMap<>();
  private boolean down;

  public void down(boolean isDown) {
    down = isDown;
  }

  public void insertIfAbsent(BuildRecord build) {
    answering();
    if (!build.state().ended()) {
      throw new IllegalArgumentException("build " + build.id() + " has not ended");
    }
    BuildId owner = numbers.computeIfAbsent(build.request().title(), _ -> build.id());
    if (!owner.equals(build.id())) {
      throw new IllegalStateException("another build is " + build.request().title());
    }
    builds.putIfAbsent(build.id(), build);
  }

  public Optional<BuildRecord> find(BuildId id) {
    return Optional.ofNullable(builds.get(id));
  }

  @Override
  public Optional<SameBuild> same(ProjectId project, String ref, Commit commit) {
    answering();
    return newestFirst(project)
        .filter(build -> build.request().ref().equals(ref))
        .filter(build -> build.request().commit().equals(commit))
        .filter(build -> build.request().cause() != Cause.MANUAL)
        .map(build -> new SameBuild(build.id(), build.request().number()))
        .findFirst();
  }

  @Override
  public List<Head> heads(ProjectId project) {
    answering();
    return ArchivedHeads.of(newestFirst(project));
  }

  private Stream<BuildRecord> newestFirst(ProjectId project) {
    return builds.values().stream()
        .filter(build -> build.request().project().equals(project))
        .sorted(Comparator.comparing(BuildRecord::id).reversed());
  }

  @Override
  public long lastNumber(ProjectId project) {
    answering();
    return builds.values().stream()
        .filter(build -> build.request().project().equals(project))
        .mapToLong(build -> build.request().number())
        .max()
        .orElse(0);
  }

  public void record(WantedTag tag) {
    answering();
    tags.merge(
        tag.repository() + ":" + tag.tag(),
        tag,
        (old, next) ->
            !old.ref().equals(next.ref()) || old.sequence() <= next.sequence() ? next : old);
  }

  public Optional<WantedTag> findTag(String repository, String tag) {
    answering();
    return Optional.ofNullable(tags.get(repository + ":" + tag));
  }

  private void answering() {
    if (down) {
      throw new DatabaseDownException(new IllegalStateException("it is down"));
    }
  }
}
