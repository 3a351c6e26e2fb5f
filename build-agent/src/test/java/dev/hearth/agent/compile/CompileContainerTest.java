package dev.hearth.agent.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.RealEngine;
import dev.hearth.agent.Recorded;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Limits;
import dev.hearth.testing.NetworkNamespace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class CompileContainerTest {
  private static final String BUILDER = "maven-jdk17";
  private static final String PORT_THERE = "8000";
  private static final long MIB = 1L << 20;
  private static final Limits SMALL = new Limits(1, 512 * MIB, 200, 100 * MIB, 4 * MIB);

  private static final RealEngine real = new RealEngine();
  private static String image = "";

  private final Recorded log = new Recorded();
  @TempDir Path workspace;

  @BeforeAll
  static void findTheBuilder() throws InterruptedException {
    assertThat(BuildNetwork.findOrCreate(real.engine)).isEmpty();
    image = new BuilderImages(real.engine, Map.of()).require(BUILDER, text -> {}).id();
  }

  @AfterAll
  static void closeTheEngine() {
    real.close();
  }

  @BeforeEach
  void handOverTheWorkspace() throws IOException {
    BuildUser.own(workspace);
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    real.assertNothingIsLeft();
  }

  @Test
  void compilesInTheWorkspaceAsAnOrdinaryUser() throws Exception {
    Files.createDirectories(workspace.resolve("service"));
    Files.writeString(
        workspace.resolve("service/Hello.java"),
        "class Hello { public static void main(String[] a) { System.out.println(\"warm\"); } }");
    BuildUser.own(workspace);

    run(SMALL, "service", "javac Hello.java\njava Hello\nid -u; pwd; echo $HOME $CI");

    assertThat(log.text()).isEqualTo("warm\n10001\n/workspace/service\n/home/hearth true\n");
    assertThat(Files.getAttribute(workspace.resolve("service/Hello.class"), "unix:uid"))
        .isEqualTo(CompileContainer.USER);
  }

  @Test
  void hasNoCapabilityAndCanGainNone() throws Exception {
    run(SMALL, "", "grep -E '^(Cap(Eff|Prm|Bnd)|NoNewPrivs)' /proc/self/status | tr -d '\\t'");

    assertThat(log.text())
        .isEqualTo(
            "CapPrm:0000000000000000\nCapEff:0000000000000000\nCapBnd:0000000000000000\nNoNewPrivs:1\n");
  }

  @Test
  void cannotHaveMoreProcessesThanItsLimit() {
    assertThatThrownBy(
            () -> run(SMALL, "", "for i in $(seq 300); do sleep 20 & done; echo unbounded"))
        .isInstanceOf(StageFailure.class);
    assertThat(log.text()).contains("fork").doesNotContain("unbounded");
  }

  @Test
  void saysThatItUsedMoreThanItsMemory() {
    var limits = new Limits(1, 64 * MIB, 200, 100 * MIB, 4 * MIB);

    assertFails(
        limits,
        "head -c 300000000 /dev/zero | tail > /dev/null",
        FailureKind.USER,
        "used more than its 64 MiB of memory; the project's limit can be raised");
  }

  @Test
  void saysWithWhichStatusTheCommandExited() {
    assertFails(
        SMALL,
        "echo before; exit 3; echo after",
        FailureKind.USER,
        "the command exited with status 3");
    assertThat(log.text()).isEqualTo("before\n");
  }

  @Test
  void aDirectoryThatIsAFileIsTheUsersFailure() throws IOException {
    Files.writeString(workspace.resolve("pom.xml"), "");

    assertThatThrownBy(() -> run(SMALL, "pom.xml", "true"))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.lost()).isFalse();
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
              assertThat(failure.sentence()).contains("'pom.xml'", "not a directory");
            });
  }

  @Test
  void aParameterThatTheEngineRefusesIsTheUsersFailure() {
    var tooLittle = new Limits(1, 4 * MIB, 200, 100 * MIB, 4 * MIB);

    assertThatThrownBy(() -> run(tooLittle, "", "true"))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.lost()).isFalse();
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
            });
  }

  @Test
  void stopsAtTheFirstCommandThatFails() {
    assertFails(SMALL, "false\necho after", FailureKind.USER, "the command exited with status 1");
    assertThat(log.text()).isEmpty();
  }

  @Test
  void losesNoLineAndKeepsLongOnesWhole() throws Exception {
    String whole = "head -c 32768 /dev/zero | tr '\\0' y; echo; ";
    run(
        SMALL,
        "",
        "seq 1 100000; head -c 100000 /dev/zero | tr '\\0' x; echo; " + whole + "echo last >&2");

    List<String> lines = log.text().lines().toList();
    assertThat(lines.size()).isEqualTo(100_003);
    assertThat(lines.get(99_999)).isEqualTo("100000");
    assertThat(lines.get(100_000)).hasSize(100_000);
    assertThat(lines.get(100_001)).hasSize(32_768);
    assertThat(lines.getLast()).isEqualTo("last");
  }

  @Test
  void whateverItPrintsIsReadAsItIs() throws Exception {
    byte[] printed = new byte[200_000];
    new Random(1).nextBytes(printed);
    Files.write(workspace.resolve("printed"), printed);

    run(SMALL, "", "cat printed; printf '\\n\\n\\r\\n unterminated'; sleep 0.3; printf ' end'");

    var expected = new ByteArrayOutputStream();
    expected.writeBytes(printed);
    expected.writeBytes("\n\n\r\n unterminated end".getBytes(StandardCharsets.UTF_8));
    assertThat(Arrays.equals(log.bytes(), expected.toByteArray())).isTrue();
  }

  @Test
  void isFollowedByAnotherFromWhereTheFirstWasTakenAway() throws Exception {
    CompileContainer first =
        create(SMALL, "", "for i in $(seq 300); do echo line $i; sleep 0.005; done");
    var run = inBackground(first);
    await().until(() -> log.text().contains("line 100\n"));
    first.leave();
    first.close();
    run.cancel(true);
    String before = log.text();

    try (CompileContainer second = again(first)) {
      assertThat(second.goesOn()).isTrue();
      var rest = new Recorded();
      second.follow(rest, before.length(), ContainerMemory.none());
      assertThat(before + rest.text())
          .isEqualTo(
              IntStream.rangeClosed(1, 300)
                  .mapToObj("line %d\n"::formatted)
                  .collect(Collectors.joining()));
    }
  }

  @Test
  void itsEndIsFoundWhenNobodyFollowedItMeanwhile() throws Exception {
    CompileContainer first = create(SMALL, "", "echo up; exit 3");
    first.start();
    first.leave();
    first.close();
    await()
        .until(() ->
            real.engine.ask(
                "look",
                client -> !client.inspectContainerCmd(first.id()).exec().getState().getRunning()));

    try (CompileContainer second = again(first)) {
      assertThat(second.goesOn()).isTrue();
      assertThatThrownBy(() -> second.follow(log, 0, ContainerMemory.none()))
          .hasMessage("the command exited with status 3");
      assertThat(log.text()).isEqualTo("up\n");
    }
    assertThat(again(first).goesOn()).isFalse();
  }

  @Test
  void oneThatWasLeftPausedGoesOn() throws Exception {
    CompileContainer first = create(SMALL, "", "echo up; sleep 1; echo on");
    first.start();
    first.pause();
    first.leave();
    first.close();

    try (CompileContainer second = again(first)) {
      assertThat(second.goesOn()).isTrue();
      second.follow(log, 0, ContainerMemory.none());
      assertThat(log.text()).isEqualTo("up\non\n");
    }
  }

  @Test
  void isKilledWhenItFillsTheDisk() {
    assertFails(
        SMALL,
        "head -c 150000000 /dev/zero > big; sleep 60",
        FailureKind.USER,
        "used more than its 100 MiB of disk; the project's limit can be raised");
  }

  @Test
  void isKilledWhenItFillsTheContainersOwnLayer() {
    assertFails(
        SMALL,
        "head -c 150000000 /dev/zero > /tmp/big; sleep 60",
        FailureKind.USER,
        "used more than its 100 MiB of disk; the project's limit can be raised");
  }

  @Test
  void aKillFromOutsideIsALossAndNotTheUsersFailure() throws Exception {
    try (CompileContainer container = create(SMALL, "", "echo up; sleep 60")) {
      var run = inBackground(container);
      await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("up"));

      real.engine.ask("kill", client -> client.killContainerCmd(container.id()).exec());

      assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              StageFailure.class, failure -> assertThat(failure.lost()).isTrue());
    }
  }

  @Test
  void endsWithinSecondsWhenItIsKilledForAReason() throws Exception {
    try (CompileContainer container = create(SMALL, "", "trap '' TERM; echo up; sleep 60")) {
      var run = inBackground(container);
      await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("up"));

      long began = System.nanoTime();
      container.kill(new StageFailure(FailureKind.TIMEOUT, "took longer than an hour"));

      assertThatThrownBy(() -> run.get(5, TimeUnit.SECONDS))
          .hasRootCauseMessage("took longer than an hour");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void nothingIsLeftWhenItsThreadIsInterrupted() throws Exception {
    var done =
        new FutureTask<>(() -> {
          run(SMALL, "", "echo up; sleep 60");
          return true;
        });
    Thread thread = Thread.ofVirtual().start(done);
    await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("up"));

    thread.interrupt();

    assertThatThrownBy(() -> done.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(real.containers()).isEmpty();
  }

  @Test
  void pausesAndGoesOn() throws Exception {
    try (CompileContainer container = create(SMALL, "", "echo up; sleep 1; echo on")) {
      var run = inBackground(container);
      await().atMost(Duration.ofSeconds(20)).until(() -> log.text().contains("up"));
      container.pause();
      container.unpause();
      assertThat(run.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(log.text()).endsWith("on\n");
    }
  }

  @Test
  void reachesOtherHostsButNotItsOwn() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"));
        var other = NetworkNamespace.create()) {
      Process server = serve(other);
      try {
        String connect = "timeout 2 bash -c \"</dev/tcp/%s/%s\" 2>/dev/null && echo %s || true\n";
        String ownAddress = ownAddress();
        int port = listener.getLocalPort();
        String script =
            "gw=$(awk '$2==\"00000000\"{print $3}' /proc/net/route); gw=$(printf '%d.%d.%d.%d'"
                + " 0x${gw#??????} 0x$(echo $gw | cut -c5-6) 0x$(echo $gw | cut -c3-4) 0x$(echo $gw"
                + " | cut -c1-2))\n"
                + "echo gateway $gw\n"
                + connect.formatted("$gw", port, "host-by-gateway")
                + connect.formatted(ownAddress, port, "host-by-address")
                + connect.formatted(other.thisMachine(), port, "host-by-wire")
                + connect.formatted(other.address(), PORT_THERE, "other-host");
        run(SMALL, "", script);
      } finally {
        server.destroyForcibly().waitFor();
      }
    }
    assertThat(log.text())
        .containsPattern("gateway 1[0-9]+[.]")
        .contains("other-host")
        .doesNotContain("host-by");
  }

  /** A web server on another host, as far as the network goes. */
  private Process serve(NetworkNamespace other) throws IOException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
    Process server =
        new ProcessBuilder(
                other.command(
                    "other",
                    List.of(
                        program,
                        "-b",
                        other.address(),
                        "-p",
                        PORT_THERE,
                        "-d",
                        workspace.toAbsolutePath().toString())))
            .redirectErrorStream(true)
            .start();
    server.inputReader().readLine();
    return server;
  }

  private CompileContainer again(CompileContainer first) {
    var order = CompileOrder.made(real.newAttempt(), workspace, List.of(), SMALL);
    return CompileContainer.of(real.engine, order, first.id());
  }

  private static String ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(each -> !each.getName().startsWith("docker") && !each.getName().startsWith("br"))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst()
        .orElse(InetAddress.getLoopbackAddress())
        .getHostAddress();
  }

  private void assertFails(Limits limits, String command, FailureKind kind, String sentence) {
    assertThatThrownBy(() -> run(limits, "", command))
        .isInstanceOfSatisfying(
            StageFailure.class,
            failure -> {
              assertThat(failure.sentence()).isEqualTo(sentence);
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.lost()).isFalse();
            });
  }

  private FutureTask<Boolean> inBackground(CompileContainer container) {
    var task =
        new FutureTask<>(() -> {
          container.run(log);
          return true;
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private void run(Limits limits, String directory, String command) throws InterruptedException {
    try (CompileContainer container = create(limits, directory, command)) {
      container.run(log);
    }
  }

  private CompileContainer create(Limits limits, String directory, String command)
      throws InterruptedException {
    return CompileContainer.create(
        real.engine,
        real.owner,
        new CompileOrder(
            real.newAttempt(),
            image,
            CompileCommand.shell(command),
            workspace,
            directory,
            Map.of("CI", "true", "HOME", CompileContainer.HOME),
            List.of(),
            limits));
  }
}
