package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.Leadership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the tags that projects keep no longer, once an hour while this dispatcher leads. The
 * bytes are given back by {@code hearth registry gc}.
 */
public final class ImageRetention implements AutoCloseable {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int MOST_NAMED = 20;
  private static final Logger log = LoggerFactory.getLogger(ImageRetention.class);

  private final Supplier<List<Project>> projects;
  private final RepositoryStore rules;
  private final TagArchive archive;
  private final StoredImages images;
  private final Trail trail;
  private final Leadership leadership;
  private final Thread thread = Thread.ofVirtual().name("images").unstarted(this::run);

  public ImageRetention(
      Supplier<List<Project>> projects,
      RepositoryStore rules,
      TagArchive archive,
      StoredImages images,
      Trail trail,
      Leadership leadership) {
    this.projects = projects;
    this.rules = rules;
    this.archive = archive;
    this.images = images;
    this.trail = trail;
    this.leadership = leadership;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    while (true) {
      try {
        Thread.sleep(EVERY);
        for (Project project : projects.get()) {
          if (leadership.fence().isPresent()) {
            expire(project);
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).log("images that are kept no longer are deleted later");
      }
    }
  }

  private void expire(Project project) {
    ImageRules its = rules.rules(project.id());
    Thing.OfProject thing = new Thing.OfProject(project.id(), project.name());
    project
        .repositories()
        .forEach(path -> expire(new Thing.Repository(path, thing), its, archive, images, trail));
  }

  /** Deletes what one repository keeps no longer. */
  static void expire(
      Thing.Repository repository,
      ImageRules rules,
      TagArchive archive,
      StoredImages images,
      Trail trail) {
    String path = repository.path();
    List<WantedTag> expired = ExpiredTags.of(archive.of(path), rules);
    if (expired.isEmpty()) {
      return;
    }
    for (WantedTag tag : expired) {
      if (images.digest(path, tag.tag()).filter(tag.digest()::equals).isPresent()) {
        images.untag(path, tag.tag());
      }
      archive.forget(path, tag.tag());
    }
    images.dropUntagged(path, expired.stream().map(WantedTag::digest).collect(Collectors.toSet()));
    trail.record(
        new Principal.Administrator(),
        "",
        repository,
        "tags.expired",
        Map.of(
            "count", String.valueOf(expired.size()),
            "tags",
                expired.stream()
                    .limit(MOST_NAMED)
                    .map(WantedTag::tag)
                    .collect(Collectors.joining(" ")),
            "rules", rules.sentence()));
  }
}
