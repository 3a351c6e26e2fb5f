package dev.hearth.agent.checkout;

import static dev.hearth.agent.checkout.Sources.git;
import static dev.hearth.git.RepositoryFile.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitMirrorsTest {
  private static final String MAIN = "refs/heads/main";

  @TempDir Path scratch;

  private Sources sources;
  private String commit = "";

  @BeforeEach
  void open() throws InterruptedException {
    sources = Sources.open(scratch);
    sources.repository.commit("main", Map.of("a", text("a".repeat(5000))), "one");
    commit = sources.repository.commit("main", Map.of("b", text("b".repeat(5000))), "two");
    sources.checkOut(MAIN, commit, 1);
  }

  @AfterEach
  void close() {
    sources.close();
  }

  @Test
  void aCorruptPackIsFetchedAnewOnceAndSaysSo() throws Exception {
    for (Path pack : files(".pack")) {
      byte[] bytes = Files.readAllBytes(pack);
      for (int i = 20; i < bytes.length - 20; i++) {
        bytes[i] ^= 0x55;
      }
      pack.toFile().setWritable(true);
      Files.write(pack, bytes);
    }

    Path tree = sources.checkOut(MAIN, commit, 1);

    assertThat(git(tree, "fsck", "--full")).isEmpty();
    assertThat(sources.log.text()).contains("broken");
  }

  @Test
  void missingPacksAreFetchedAnew() throws Exception {
    for (Path pack : files(".pack")) {
      Files.delete(pack);
    }
    String next = sources.repository.commit("main", Map.of("c", text("c")), "three");

    Path tree = sources.checkOut(MAIN, next, 1);

    assertThat(tree.resolve("a")).exists();
    assertThat(git(tree, "fsck", "--full")).isEmpty();
  }

  @Test
  void aMirrorThatIsNoRepositoryIsFetchedAnew() throws Exception {
    Files.writeString(sources.mirror().resolve("config"), "[[[ this is no configuration");
    Files.writeString(sources.mirror().resolve("HEAD"), "nonsense");

    Path tree = sources.checkOut(MAIN, commit, 1);

    assertThat(git(tree, "status", "--porcelain")).isEmpty();
  }

  @Test
  void locksThatAKilledProcessHasLeftHinderNobody() throws Exception {
    Files.createFile(sources.mirror().resolve("shallow.lock"));
    Files.createFile(sources.mirror().resolve("packed-refs.lock"));
    Files.createDirectories(sources.mirror().resolve("refs/hearth"));
    Files.createFile(sources.mirror().resolve("refs/hearth/x.lock"));
    Files.createFile(sources.mirror().resolve("HEAD.lock"));
    String next = sources.repository.commit("main", Map.of("c", text("c")), "three");

    Path tree = sources.checkOut(MAIN, next, 1);

    assertThat(tree.resolve("c")).exists();
    assertThat(files(".lock")).isEmpty();
    assertThat(sources.log.text()).doesNotContain("broken");
  }

  @Test
  void eightBuildsOfOneProjectSideBySideAllGetTheirCommit() throws Exception {
    List<String> commits =
        IntStream.range(0, 8)
            .mapToObj(i -> sources.repository.commit("main", Map.of("n", text("n" + i)), "n" + i))
            .toList();
    Checkout checkout = new Checkout(sources.mirrors, sources.access());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> trees =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  threads.submit(() -> {
                    Path tree = scratch.resolve("side-" + i);
                    checkout.run(sources.request(MAIN, commits.get(i), 1), tree, sources.log);
                    return tree;
                  }))
              .toList();
      for (int i = 0; i < 8; i++) {
        assertThat(trees.get(i).get().resolve("n")).hasContent("n" + i);
      }
    }
  }

  @Test
  void aDeletedMirrorFreesItsBytesAndComesBack() throws Exception {
    long size;
    try (Stream<Path> all = Files.walk(sources.mirror())) {
      size = all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }

    assertThat(size).isPositive();
    assertThat(sources.mirrors.delete(sources.project)).isEqualTo(size);
    assertThat(sources.mirror()).doesNotExist();
    assertThat(sources.checkOut(MAIN, commit, 1).resolve("b")).exists();
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(sources.mirror())) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
