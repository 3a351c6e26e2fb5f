package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.leader.Publisher;
import dev.hearth.dispatcher.projects.BuildTags;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.projects.ProjectTable;
import dev.hearth.dispatcher.projects.TagNames;
import dev.hearth.dispatcher.registry.ImageRegistry;
import dev.hearth.dispatcher.registry.RegistryRefusedException;
import dev.hearth.dispatcher.registry.RegistryUnavailableException;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.Fence;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.RecordTooLargeException;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Publisher}: says in etcd what the tags should be, makes them so in the registry, reads
 * them back, and ends the build. A leader that takes over finds in etcd what was begun and does it
 * again.
 */
public final class StagedPublisher implements Publisher {
  /** A registry that is away for longer fails the build. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(StagedPublisher.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ProjectTable projects;
  private final TagOwners owners;
  private final ImageRegistry registry;
  private final TagWriter writer;
  private final Supplier<Duration> leaseLeft;
  private final Clock clock;

  /**
   * A publisher.
   *
   * @param leaseLeft how long this dispatcher surely leads; not positive when it does not
   */
  public StagedPublisher(
      KeyValues etcd,
      FarmKeys keys,
      ProjectTable projects,
      TagOwners owners,
      ImageRegistry registry,
      TagWriter writer,
      Supplier<Duration> leaseLeft,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.projects = projects;
    this.owners = owners;
    this.registry = registry;
    this.writer = writer;
    this.leaseLeft = leaseLeft;
    this.clock = clock;
  }

  @Override
  public boolean publish(Versioned<BuildRecord> build, BuildState.Pushed pushed, Fence fence) {
    return switch (projects.lookup(build.value().request().project())) {
      case ProjectLookup.Found(Project project) -> publish(build, pushed, project, fence);
      case ProjectLookup.Deleted _ ->
          end(build, fence, failed(FailureKind.USER, "its project was deleted"), clock.instant());
      case ProjectLookup.Unsure _ -> false;
    };
  }

  private boolean publish(
      Versioned<BuildRecord> build, BuildState.Pushed pushed, Project project, Fence fence) {
    Instant began = clock.instant();
    List<PublishedTag> tags = plan(build.value(), pushed, project);
    StopOrder stop = build.value().stop();
    if (stop != null && tags.stream().noneMatch(tag -> isBegun(tag, build.value()))) {
      return end(build, fence, BuildState.stopped(stop, true, clock.instant()), began);
    }
    if (leaseLeft.get().compareTo(TagWriter.LEASE_LEFT) < 0 || !write(build, tags, fence)) {
      return false;
    }
    Optional<StopOrder> stopped;
    try {
      stopped = publishPatiently(build, pushed, project, tags, began);
    } catch (LeaseTooShortException e) {
      return false; // whoever leads next begins anew
    } catch (RegistryRefusedException e) {
      takeBack(tags, fence);
      return end(build, fence, failed(FailureKind.INFRASTRUCTURE, message(e)), began);
    } catch (RegistryUnavailableException e) {
      if (Thread.currentThread().isInterrupted()
          || leaseLeft.get().compareTo(TagWriter.LEASE_LEFT) < 0) {
        return false; // whoever leads next begins anew
      }
      takeBack(tags, fence);
      return end(build, fence, failed(FailureKind.INFRASTRUCTURE, message(e)), began);
    }
    if (stopped.isPresent()) {
      takeBack(tags, fence);
      return end(build, fence, BuildState.stopped(stopped.get(), true, clock.instant()), began);
    }
    boolean ended =
        end(
            build,
            fence,
            new BuildState.Succeeded(clock.instant(), published(pushed, tags)),
            began);
    if (ended) {
      pushed.images().forEach(image -> dropStaged(project, image));
    }
    return ended;
  }

  private List<PublishedTag> plan(BuildRecord build, BuildState.Pushed pushed, Project project) {
    BuildTags names = TagNames.of(project.tagTemplates(), build.request(), pushed.protectedRef());
    List<PublishedTag> tags = new ArrayList<>();
    for (PushedImage image : pushed.images()) {
      Map<String, TagOwners.Owner> read = new HashMap<>();
      Function<String, TagOwners.Owner> owner =
          tag -> read.computeIfAbsent(tag, name -> owners.read(project, image.name(), name));
      List<WantedTag> wanted =
          TagPlan.of(
              names,
              build,
              project.name().repository(image.name()),
              image.digest(),
              tag -> owner.apply(tag).wanted(),
              clock.instant());
      for (WantedTag tag : wanted) {
        Key<WantedTag> key = keys.tag(project.id(), image.name(), tag.tag());
        TagOwners.Owner was = owner.apply(tag.tag());
        tags.add(new PublishedTag(image.name(), key, was.inEtcd(), was.wanted(), tag));
      }
    }
    return tags;
  }

  private static boolean isBegun(PublishedTag tag, BuildRecord build) {
    return tag.before().filter(before -> before.value().build().equals(build.id())).isPresent();
  }

  /** What the tags should be, from now on; the build must still be what was read. */
  private boolean write(Versioned<BuildRecord> build, List<PublishedTag> tags, Fence fence) {
    Transaction.Builder change = Transaction.begin().ifLeader(fence).ifUnchanged(build);
    for (PublishedTag tag : tags) {
      change.ifAsRead(tag.key(), tag.before()).put(tag.key(), tag.before(), tag.wanted());
    }
    return etcd.commit(change.end());
  }

  /**
   * Tries again with growing pauses while the registry does not answer and the leader leads. All
   * images come first: where one is refused, no tag of another has moved.
   *
   * @return the order to stop that came while no tag could have moved yet: nothing is published
   */
  private Optional<StopOrder> publishPatiently(
      Versioned<BuildRecord> build,
      BuildState.Pushed pushed,
      Project project,
      List<PublishedTag> tags,
      Instant began) {
    Duration pause = Duration.ofMillis(250);
    boolean moving = tags.stream().anyMatch(tag -> isBegun(tag, build.value()));
    while (true) {
      try {
        for (PushedImage image : pushed.images()) {
          registry.bring(project.id(), image, project.name().repository(image.name()));
        }
        moving = true;
        tags.forEach(tag -> writer.write(tag.key(), tag.wanted()));
        return Optional.empty();
      } catch (RegistryUnavailableException e) {
        Optional<StopOrder> stop = moving ? Optional.empty() : stopOf(build);
        if (stop.isPresent()) {
          return stop;
        }
        boolean over = clock.instant().plus(pause).isAfter(began.plus(PATIENCE));
        if (over || leaseLeft.get().compareTo(TagWriter.LEASE_LEFT) < 0) {
          throw e;
        }
        log.atWarn().addKeyValue("cause", e.getMessage()).log("publishing waits for the registry");
        sleep(pause, e);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    }
  }

  private Optional<StopOrder> stopOf(Versioned<BuildRecord> build) {
    return etcd.find(build.key()).map(Versioned::value).map(BuildRecord::stop);
  }

  private static void sleep(Duration pause, RegistryUnavailableException waitingFor) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw waitingFor;
    }
  }

  private static List<String> tagsOf(String image, List<PublishedTag> tags) {
    return tags.stream()
        .filter(tag -> tag.image().equals(image))
        .map(tag -> tag.wanted().tag())
        .toList();
  }

  private static List<PublishedImage> published(BuildState.Pushed pushed, List<PublishedTag> tags) {
    List<PublishedImage> images = new ArrayList<>();
    for (PushedImage image : pushed.images()) {
      tags.stream()
          .filter(tag -> tag.image().equals(image.name()))
          .findFirst()
          .ifPresent(first ->
              images.add(
                  new PublishedImage(
                      image.name(),
                      first.wanted().repository(),
                      image.digest(),
                      tagsOf(image.name(), tags))));
    }
    return images;
  }

  /**
   * Puts back what the tags should have been before, where nobody has changed it since; what was
   * archived too, so that the registry is looked at again.
   */
  private void takeBack(List<PublishedTag> tags, Fence fence) {
    for (PublishedTag tag : tags) {
      etcd.find(tag.key())
          .filter(now -> now.value().build().equals(tag.wanted().build()))
          .ifPresent(now -> {
            Transaction.Builder change = Transaction.begin().ifLeader(fence).ifUnchanged(now);
            tag.owner()
                .filter(owner -> !owner.build().equals(tag.wanted().build()))
                .ifPresentOrElse(
                    owner -> change.rewrite(now, owner), () -> change.delete(tag.key()));
            etcd.commit(change.end());
          });
    }
  }

  private BuildState failed(FailureKind kind, String reason) {
    return new BuildState.Failed(clock.instant(), Stage.PUBLISH, kind, reason);
  }

  /**
   * Ends the build; one that was told to stop meanwhile has its tags already, and ends as it is.
   */
  private boolean end(Versioned<BuildRecord> build, Fence fence, BuildState end, Instant began) {
    Versioned<BuildRecord> now = build;
    for (int i = 0; i < 5 && now.value().state() instanceof BuildState.Pushed; i++) {
      StageRecord stage = new StageRecord(Stage.PUBLISH, began, clock.instant());
      List<StageRecord> stages =
          Stream.concat(now.value().stages().stream(), Stream.of(stage)).toList();
      BuildRecord next = now.value().told(stages, now.value().logLength()).in(end);
      if (etcd.commit(ending(now, next, fence))) {
        log.atInfo()
            .addKeyValue("build", next.id())
            .addKeyValue("title", next.request().title())
            .addKeyValue("state", end.word())
            .log("published");
        return true;
      }
      Optional<Versioned<BuildRecord>> again = etcd.find(build.key());
      if (again.isEmpty() || !leaseLeft.get().isPositive()) {
        return false;
      }
      now = again.get();
    }
    return false;
  }

  /**
   * The end in etcd; of many images with many tags only the first tag of each is named there, the
   * others stand in the ledger of tags.
   */
  private static Transaction ending(Versioned<BuildRecord> now, BuildRecord next, Fence fence) {
    try {
      return Transaction.begin().ifLeader(fence).ifUnchanged(now).rewrite(now, next).end();
    } catch (RecordTooLargeException e) {
      BuildState shorter =
          next.state() instanceof BuildState.Succeeded(Instant since, List<PublishedImage> images)
              ? new BuildState.Succeeded(
                  since, images.stream().map(StagedPublisher::withFirstTag).toList())
              : next.state();
      return Transaction.begin()
          .ifLeader(fence)
          .ifUnchanged(now)
          .rewrite(now, next.in(shorter))
          .end();
    }
  }

  private static PublishedImage withFirstTag(PublishedImage image) {
    return new PublishedImage(
        image.name(),
        image.repository(),
        image.digest(),
        image.tags().subList(0, Math.min(1, image.tags().size())));
  }

  private void dropStaged(Project project, PushedImage image) {
    try {
      registry.dropStaging(project.id(), image);
    } catch (RegistryRefusedException | RegistryUnavailableException e) {
      log.atInfo().addKeyValue("cause", e.getMessage()).log("a staged manifest stays");
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
