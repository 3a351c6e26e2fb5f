package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DirectoryCachesTest {
  private static final int BUILD_USER = 10001;
  private static final String MINE = "0e6b1c9e-98a7-4b1e-8a35-3f3b1f1b7a01";
  private static final String OTHERS = "5a0d2c11-1111-4222-8333-444455556666";

  @TempDir Path temp;
  private final List<String> log = new CopyOnWriteArrayList<>();

  @Test
  void theSecondBuildFindsWhatTheFirstLeft() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache first = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      assertThat(first.reason()).contains("cold, the first build of this project on this host");
      write(first, "org/lib/lib-1.0.jar", 2_500_000);
      assertThat(first.commit()).isEqualTo("The cache is kept: 2.5 MB.");
    }
    try (OpenCache second = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
      assertThat(second.reason()).contains("warm, a build last succeeded with it at 20");
      assertThat(home(second).resolve("org/lib/lib-1.0.jar")).hasSize(2_500_000);
    }
    assertThat(log).isEmpty();
  }

  @Test
  void theCacheOfADeletedProjectIsDeletedOnceNoBuildHasIt() throws Exception {
    ProjectCaches caches = caches();
    open(caches, OTHERS, "b-0", CacheUse.READ_AND_WRITE).close();
    try (OpenCache cache = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      write(cache, "org/lib/lib-1.0.jar", 1);
      assertThat(caches.delete(MINE)).isFalse();
      assertThat(home(cache).resolve("org/lib/lib-1.0.jar")).exists();
      cache.commit();
    }
    assertThat(caches.delete(MINE)).isTrue();

    assertThat(caches.warmProjects()).containsExactly(OTHERS);
    assertThat(root().resolve("projects")).isDirectoryNotContaining("glob:**" + MINE + "*");
    try (OpenCache anew = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
      assertThat(anew.reason()).contains("cold, the first build of this project");
    }
  }

  @Test
  void directoriesAreTheBuildUsersAndTheirRootIsClosedToOthers() throws Exception {
    try (OpenCache cache = open(caches(), MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      assertThat(Files.getAttribute(home(cache), "unix:uid")).isEqualTo(BUILD_USER);
      assertThat(Files.getAttribute(home(cache), "unix:gid")).isEqualTo(BUILD_USER);
      assertThat(home(cache)).isAbsolute().startsWith(root());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
        .isEqualTo("rwx------");
  }

  @Test
  void oneProjectDoesNotSeeAnothers() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache mine = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE);
        OpenCache others = open(caches, OTHERS, "c-1", CacheUse.READ_AND_WRITE)) {
      write(mine, "lib.jar", 1);
      assertThat(home(others)).isEmptyDirectory();
      assertThat(home(others)).isNotEqualTo(home(mine));
    }
  }

  @Test
  void aFailedBuildsWritesStayAndTheLogSaysSo() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache first = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      write(first, "lib.jar", 1);
      assertThat(first.discard()).contains("stays in it").contains("build without cache");
    }
    try (OpenCache second = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
      assertThat(home(second).resolve("lib.jar")).exists();
      assertThat(second.reason()).contains("no build that used it has succeeded yet");
    }
  }

  @Test
  void whatABuildInstalledItselfIsGoneHoweverItEnded() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache succeeded = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      install(succeeded);
      assertThat(succeeded.commit()).contains("One file that the build had installed itself");
      assertThat(home(succeeded).resolve("com")).doesNotExist();
    }
    try (OpenCache failed = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
      install(failed);
      assertThat(failed.discard()).contains("One file that the build had installed itself");
      assertThat(home(failed).resolve("com")).doesNotExist();
    }
    try (OpenCache abandoned = open(caches, MINE, "b-3", CacheUse.READ_AND_WRITE)) {
      install(abandoned);
      write(abandoned, "lib.jar", 1);
    }
    try (OpenCache next = open(caches, MINE, "b-4", CacheUse.READ_AND_WRITE)) {
      assertThat(next.reason())
          .contains("did not end in order")
          .contains("One file that the build had installed itself");
      assertThat(home(next).resolve("com")).doesNotExist();
      assertThat(home(next).resolve("lib.jar")).exists();
    }
  }

  @Test
  void aBuildThatIsNotProtectedIsToldThatItSharesTheDirectory() throws Exception {
    try (OpenCache cache = open(caches(), MINE, "b-1", CacheUse.READ_ONLY)) {
      assertThat(cache.reason()).contains("not protected, yet it writes to the same directory");
    }
  }

  @Test
  void aBuildWithoutCacheStartsEmptyAndLeavesNothing() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache kept = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      write(kept, "lib.jar", 1);
      kept.commit();
    }
    Path temporary;
    try (OpenCache kept = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE);
        OpenCache none = open(caches, MINE, "b-3", CacheUse.NONE)) {
      temporary = home(none);
      assertThat(kept.reason()).startsWith("Cache: warm");
      assertThat(none.reason()).contains("cold, this build asked for none");
      assertThat(temporary).isEmptyDirectory();
      assertThat(Files.getAttribute(temporary, "unix:uid")).isEqualTo(BUILD_USER);
      write(none, "other.jar", 1);
      assertThat(none.commit()).contains("Nothing is kept");
    }
    assertThat(temporary).doesNotExist();
    assertThat(root().resolve("temporary")).isEmptyDirectory();
    assertThat(log).as("it waits for nobody").isEmpty();
  }

  @Test
  void aNewPathOfTheBuilderIsColdWhileTheOthersAreWarm() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache first = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      write(first, "lib.jar", 1);
      first.commit();
    }
    var both = List.of(new CachePath(".m2/repository"), new CachePath(".m2/wrapper/dists"));
    var request = new CacheRequest(MINE, "b-2", both, CacheUse.READ_AND_WRITE);
    try (OpenCache second = caches.open(request, log::add)) {
      assertThat(second.reason()).contains("partly cold").contains(".m2/wrapper/dists");
      assertThat(second.directories()).extracting(CacheDirectory::path).isEqualTo(both);
    }
  }

  @Test
  void aBuilderThatCachesNothingGetsNoDirectory() throws Exception {
    var request = new CacheRequest(MINE, "b-1", List.of(), CacheUse.READ_AND_WRITE);
    try (OpenCache cache = caches().open(request, log::add)) {
      assertThat(cache.directories()).isEmpty();
      assertThat(cache.reason()).contains("the builder names nothing to keep");
      assertThat(cache.commit()).contains("0.0 MB");
    }
  }

  @Test
  void aSecondBuildOfAProjectWaitsForTheFirstAndSaysSo() throws Exception {
    ProjectCaches caches = caches();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> second;
      try (OpenCache _ = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
        second =
            threads.submit(() -> {
              try (OpenCache cache = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
                return home(cache);
              }
            });
        await().until(() -> log.size() == 1);
        assertThat(log.getFirst()).contains("attempt b-1 of this project has it");
        assertThat(second.isDone()).isFalse();
      }
      assertThat(second.get(10, TimeUnit.SECONDS)).isDirectory();
      assertThat(log).hasSize(2).last().isEqualTo("The cache is free.");
    }
  }

  @Test
  void aWaitIsEndedByAnInterruptAndTakesNothing() throws Exception {
    ProjectCaches caches = caches();
    var end = new AtomicReference<Throwable>();
    try (OpenCache _ = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      Thread waiting =
          Thread.ofVirtual()
              .start(() -> {
                try (OpenCache _ = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
                  end.set(new AssertionError("it did not wait"));
                } catch (InterruptedException e) {
                  end.set(e);
                }
              });
      await().until(() -> !log.isEmpty());
      waiting.interrupt();
      await().untilAsserted(() -> assertThat(end.get()).isInstanceOf(InterruptedException.class));
    }
    try (OpenCache next = open(caches, MINE, "b-3", CacheUse.READ_AND_WRITE)) {
      assertThat(next.directories()).hasSize(1);
    }
  }

  @Test
  void anotherAgentOnTheSameDirectoriesWaitsToo() throws Exception {
    ProjectCaches one = caches();
    ProjectCaches two = caches();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> second;
      try (OpenCache _ = open(one, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
        second =
            threads.submit(() -> {
              try (OpenCache cache = open(two, MINE, "b-2", CacheUse.READ_AND_WRITE)) {
                return cache.directories().size() == 1;
              }
            });
        await().until(() -> log.size() == 1);
        assertThat(log.getFirst()).contains("another agent on this host");
      }
      assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closingTwiceGivesTheNextBuildsCacheToNobodyElse() throws Exception {
    ProjectCaches caches = caches();
    OpenCache first = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE);
    first.close();
    try (OpenCache _ = open(caches, MINE, "b-2", CacheUse.READ_AND_WRITE);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      first.close();
      Future<?> third = threads.submit(() -> open(caches, MINE, "b-3", CacheUse.READ_AND_WRITE));
      await().until(() -> log.size() == 1);
      third.cancel(true);
    }
  }

  @Test
  void aCacheThatWasNestedEndlesslyIsEmptied() throws Exception {
    ProjectCaches caches = caches();
    try (OpenCache cache = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      HostileTree.nest(home(cache), 3000);
      assertThat(cache.commit()).contains(".m2/repository was emptied").contains("nested deeper");
      assertThat(home(cache)).isEmptyDirectory();
      assertThat(Files.getAttribute(home(cache), "unix:uid")).isEqualTo(BUILD_USER);
    }
  }

  @Test
  void aLinkWhereADirectoryShouldBeIsReplaced() throws Exception {
    ProjectCaches caches = caches();
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path folder = Files.createDirectories(root().resolve("projects").resolve(MINE));
    Files.createSymbolicLink(folder.resolve(".m2+repository"), outside);
    try (OpenCache cache = open(caches, MINE, "b-1", CacheUse.READ_AND_WRITE)) {
      assertThat(Files.isDirectory(home(cache), NOFOLLOW_LINKS)).isTrue();
    }
    assertThat(Files.getAttribute(outside, "unix:uid")).isNotEqualTo(BUILD_USER);
  }

  @Test
  void leftTemporaryCachesGoUnlessTheirAttemptStillRuns() throws Exception {
    ProjectCaches before = caches();
    Path running = home(open(before, MINE, "b-1", CacheUse.NONE));
    Path dead = home(open(before, MINE, "b-2", CacheUse.NONE));
    Files.writeString(running.resolve("lib.jar"), "x");

    ProjectCaches after = caches();
    after.removeLeftovers(Set.of("b-1"));

    assertThat(dead).doesNotExist();
    try (OpenCache again = open(after, MINE, "b-1", CacheUse.NONE)) {
      assertThat(home(again).resolve("lib.jar")).hasContent("x");
    }
  }

  @Test
  void warmProjectsAreListedTheLatestFirst() throws Exception {
    ProjectCaches caches = caches();
    assertThat(caches.warmProjects()).isEmpty();
    for (String project : List.of("p-1", "p-2", "p-3")) {
      try (OpenCache cache = open(caches, project, "b-1", CacheUse.READ_AND_WRITE)) {
        if (!project.equals("p-2")) {
          cache.commit();
        }
      }
    }
    assertThat(caches.warmProjects()).containsExactly("p-3", "p-1", "p-2");
  }

  @Test
  void aRootThatCannotBeMadeIsToldAtOnce() throws Exception {
    Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> new DirectoryCaches(temp.resolve("file/caches"), BUILD_USER))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("file/caches");
  }

  private Path root() {
    return temp.resolve("caches");
  }

  private ProjectCaches caches() {
    return new DirectoryCaches(root(), BUILD_USER);
  }

  private OpenCache open(ProjectCaches caches, String project, String attempt, CacheUse use)
      throws InterruptedException {
    var paths = List.of(new CachePath(".m2/repository"));
    return caches.open(new CacheRequest(project, attempt, paths, use), log::add);
  }

  private static Path home(OpenCache cache) {
    return cache.directories().getFirst().directory();
  }

  private static void write(OpenCache cache, String file, int bytes) throws Exception {
    Path path = home(cache).resolve(file);
    Files.createDirectories(HostileTree.folderOf(path));
    Files.write(path, new byte[bytes]);
  }

  private static void install(OpenCache cache) throws Exception {
    write(cache, "com/team/app/1.0/app-1.0.jar", 10);
    Files.writeString(
        home(cache).resolve("com/team/app/1.0/_remote.repositories"), "app-1.0.jar>=\n");
  }
}
