package dev.hearth.agent.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.agent.logs.AttemptLog;
import dev.hearth.agent.logs.LogReceiver;
import dev.hearth.agent.logs.SpooledLogs;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.results.FailedTest;
import dev.hearth.protocol.results.SlowTest;
import dev.hearth.protocol.results.TestCounts;
import dev.hearth.protocol.results.TestResults;
import dev.hearth.protocol.results.TestResultsJson;
import dev.hearth.protocol.results.TestSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TestReportsTest {
  private static final String PASSING = "<testsuite name='S'><testcase name='t'/></testsuite>";

  @TempDir Path home;
  private Path workTree;
  private SpooledLogs logs;
  private AttemptLog log;

  @BeforeEach
  void start() throws IOException {
    workTree = Files.createDirectory(home.resolve("work"));
    LogReceiver receiver = (_, offset, piece) -> offset + piece.length;
    logs = new SpooledLogs(home.resolve("logs"), receiver);
    log = logs.open(new AttemptId(BuildId.next(), 1), 1 << 20);
    log.mask(List.of("hunter2hunter2"));
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  private void file(String path, String content) throws IOException {
    Path file = workTree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private TestReports.Read read() throws IOException {
    return TestReports.read(new ReportFiles(workTree, Instant.EPOCH), log);
  }

  private TestResults results() throws IOException {
    return read().results().orElseThrow();
  }

  @Test
  void whatSurefireGradleAndPytestWriteIsSummedUp() throws IOException {
    file(
        "app/target/surefire-reports/TEST-WidgetTest.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="WidgetTest" time="1,002.5" tests="4">
          <properties><property name="java.version" value="25"/></properties>
          <testcase name="isBlue" classname="WidgetTest" time="0.25">
            <failure message="expected: &lt;blue&gt;" type="Error"><![CDATA[Error: expected
        	at WidgetTest.isBlue(WidgetTest.java:3)]]></failure>
            <system-out><![CDATA[printed]]></system-out>
          </testcase>
          <testcase name="isRound" classname="WidgetTest" time="1000"/>
          <testcase name="flickers" classname="WidgetTest"><flakyFailure message="once">x</flakyFailure></testcase>
          <testcase name="isBig" classname="WidgetTest"><skipped message="not yet"/></testcase>
        </testsuite>
        """);
    file(
        "build/test-results/test/TEST-Other.xml",
        """
        <testsuite name="Other"><testcase name="" classname="Other"><error>java.lang.Boom: why
          at Other</error></testcase></testsuite>
        """);
    file(
        "junit.xml",
        """
        <testsuites><testsuite name="pytest" time="2"><testsuite name="inner">
        <testcase classname="tests.test_a" name="test_x[é]" time="1.5"/></testsuite></testsuite></testsuites>
        """);

    TestResults results = results();

    assertThat(results.counts()).isEqualTo(new TestCounts(3, 1, 1, 1));
    assertThat(results.suiteCount()).isEqualTo(3);
    assertThat(results.suites())
        .extracting(TestSuite::name)
        .containsExactly("WidgetTest", "Other", "inner");
    assertThat(results.duration()).isEqualTo(Duration.ofSeconds(1004));
    FailedTest failed = results.failures().getFirst();
    assertThat(failed.title()).isEqualTo("WidgetTest.isBlue");
    assertThat(failed.message()).isEqualTo("expected: <blue>");
    assertThat(failed.text())
        .isEqualTo("Error: expected\n\tat WidgetTest.isBlue(WidgetTest.java:3)");
    assertThat(failed.error()).isFalse();
    FailedTest whole = results.failures().getLast();
    assertThat(whole.title()).isEqualTo("Other");
    assertThat(whole.message()).isEqualTo("java.lang.Boom: why");
    assertThat(whole.error()).isTrue();
    assertThat(results.slowest())
        .extracting(SlowTest::title)
        .containsExactly("WidgetTest.isRound", "tests.test_a.test_x[é]", "WidgetTest.isBlue");
    assertThat(results.partial()).isFalse();
    assertThat(read().leftOut()).isEmpty();
  }

  @Test
  void testsWithoutASuiteOfTheirOwnCountToo() throws IOException {
    file(
        "junit.xml",
        """
        <testsuites time="9"><testcase name="top" classname="test" time="1"/>
        <testsuite name="inner" time="2"><testcase name="below"/></testsuite></testsuites>
        """);

    assertThat(results().counts().passed()).isEqualTo(2);
    assertThat(results().duration()).isEqualTo(Duration.ofSeconds(3));
    assertThat(results().suites()).extracting(TestSuite::name).containsExactly("inner", "");
  }

  @Test
  void whereReportsLie() {
    assertThat(
            List.of(
                "target/surefire-reports/TEST-a.xml",
                "a/b/target/failsafe-reports/TEST-a.xml",
                "build/test-results/TEST-a.xml",
                "x/build/test-results/test/deep/TEST-a.xml",
                "test-results/anything.xml",
                "x/test-results/a.xml",
                "junit.xml",
                "web/junit.xml"))
        .allMatch(ReportFiles::isReport);
    assertThat(
            List.of(
                "target/surefire-reports/a.xml",
                "surefire-reports/TEST-a.xml",
                "mytarget/surefire-reports/TEST-a.xml",
                "test-results/deep/a.xml",
                "test-results/a.html",
                "notjunit.xml",
                "junit.xml.orig"))
        .noneMatch(ReportFiles::isReport);
  }

  @Test
  void whatCameWithTheCommitIsNoReport() throws IOException {
    file("junit.xml", PASSING);
    Files.setLastModifiedTime(
        workTree.resolve("junit.xml"), FileTime.from(Instant.now().minusSeconds(60)));
    file("web/junit.xml", PASSING);
    file("node_modules/x/junit.xml", PASSING);

    var files = new ReportFiles(workTree, Instant.now().minusSeconds(30));

    assertThat(TestReports.read(files, log).results().orElseThrow().counts().passed()).isEqualTo(1);
  }

  @Test
  void noLinkIsFollowedAndOnlyFilesAreOpened() throws Exception {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("junit.xml"), PASSING);
    Files.createSymbolicLink(workTree.resolve("junit.xml"), outside.resolve("junit.xml"));
    Files.createSymbolicLink(workTree.resolve("test-results"), outside);
    Files.createSymbolicLink(workTree.resolve("up"), workTree);
    Files.createDirectories(workTree.resolve("fifo"));
    assertThat(
            new ProcessBuilder("mkfifo", workTree.resolve("fifo/junit.xml").toString())
                .start()
                .waitFor())
        .isZero();
    Files.createDirectories(workTree.resolve("folder/junit.xml"));

    assertThat(read()).isEqualTo(new TestReports.Read(Optional.empty(), ""));
  }

  @Test
  void entitiesAndDocumentTypesAreRefused() throws IOException {
    String secret = home.resolve("secret").toString();
    Files.writeString(Path.of(secret), "of the host");
    String bomb =
        """
        <!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file://%s">]>
        <testsuite name="&b;"><testcase name="x"><failure message="&b;">&c;&b;</failure></testcase></testsuite>
        """
            .formatted(secret);
    file("a/junit.xml", bomb);
    file("b/junit.xml", "<!DOCTYPE testsuite SYSTEM 'file://" + secret + "'>" + PASSING);
    file("c/junit.xml", PASSING.replace("'S'", "'&b;'"));

    TestReports.Read read = read();

    assertThat(read.results()).isEmpty();
    assertThat(read.leftOut())
        .startsWith(
            "3 of 3 test reports left out: a/junit.xml has a document type, which is refused");
  }

  @Test
  void whatIsMalformedIsCountedAndSaidOnOneLine() throws IOException {
    file("a\n\u001b[31m/junit.xml", "<testsuite name='x'><testcase name='y'>");
    file("b/junit.xml", "");
    file("c/junit.xml", "<coverage line-rate='1'/>");
    file("d/junit.xml", "no XML");
    Files.createDirectories(workTree.resolve("e"));
    Files.write(workTree.resolve("e/junit.xml"), new byte[] {'<', (byte) 0xff, 0, 1, 2});
    file("f/junit.xml", "<testsuite>".repeat(5000));
    file("g/junit.xml", PASSING);

    TestReports.Read read = read();

    assertThat(read.results().orElseThrow().counts().passed()).isEqualTo(1);
    assertThat(read.results().orElseThrow().partial()).isTrue();
    assertThat(read.leftOut())
        .startsWith("6 of 7 test reports left out: ")
        .contains("is not well-formed, and others")
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void aReportThatIsTooLargeIsLeftOutAndALargeOneOfManyEntitiesIsRead() throws IOException {
    String output = "<system-out>" + "&lt;x&gt;".repeat(900_000) + "</system-out>";
    assertThat(output.length()).isGreaterThan(BoundedReport.LARGEST - (1 << 20));
    file(
        "a/junit.xml",
        PASSING.replace(
            "</testsuite>", output.substring(0, 12) + "x".repeat(BoundedReport.LARGEST)));
    file("b/junit.xml", PASSING.replace("</testsuite>", output + "</testsuite>"));

    TestReports.Read read = read();

    assertThat(read.results().orElseThrow().counts().passed()).isEqualTo(1);
    assertThat(read.leftOut()).contains("a/junit.xml is larger than 8 MiB");
  }

  @Test
  void aDeepTreeIsNotLookedIntoWithoutEnd() throws IOException {
    file("a/".repeat(ReportFiles.DEEPEST - 1) + "junit.xml", PASSING);
    file("b/" + "a/".repeat(ReportFiles.DEEPEST) + "junit.xml", PASSING);

    TestReports.Read read = read();

    assertThat(read.results().orElseThrow().counts().passed()).isEqualTo(1);
    assertThat(read.leftOut())
        .isEqualTo("test reports may be missing: folders are nested over 64 deep");
  }

  @Test
  void manyFailuresAreCountedAndTheFirstAreTold() throws IOException {
    String failing =
        "<testcase classname='c' name='n' time='0.1'><failure message='%s'>%s</failure></testcase>"
            .formatted("m".repeat(20_000), "&lt;stack&gt; 漢 ".repeat(1000));
    for (int i = 0; i < 5; i++) {
      file(i + "/junit.xml", "<testsuite name='s'>" + failing.repeat(100) + "</testsuite>");
    }

    TestResults results = results();
    byte[] bytes = TestResultsJson.write(results);

    assertThat(results.counts().failed()).isEqualTo(500);
    assertThat(results.failures()).hasSize(TestResults.MOST_FAILURES);
    assertThat(bytes.length).isLessThanOrEqualTo(TestResultsJson.LARGEST);
    assertThat(TestResultsJson.read(bytes).failures()).hasSize(TestResults.MOST_FAILURES);
  }

  @Test
  void secretsAreMaskedWhereverTheyStandAlsoWhereATextIsCut() throws IOException {
    String secret = "hunter2hunter2";
    String cut = "x".repeat(JUnitXml.LONGEST_TEXT - 5) + secret;
    file(
        "junit.xml",
        """
        <testsuite name='s %1$s'><testcase classname='c %1$s' name='n[%1$s]' time='1'>
        <failure message='m %1$s'>&#x68;unter2hunter2 in the text</failure></testcase>
        <testcase name='n'><error message='%3$s'>%2$s</error></testcase></testsuite>
        """
            .formatted(secret, cut, (secret + " ").repeat(1000)));

    TestResults results = results();

    String all = results.toString();
    assertThat(all).contains("m ***", "n[***]", "c ***", "s ***", "*** in the text");
    assertThat(all).doesNotContain("hunter2", "hunte");
  }
}
