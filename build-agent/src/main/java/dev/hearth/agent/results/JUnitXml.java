package dev.hearth.agent.results;

import dev.hearth.agent.results.ReadReport.End;
import dev.hearth.protocol.results.TestCounts;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads JUnit's XML as Surefire, Gradle, pytest, Jest and others write it. A build wrote it: a
 * document type is refused, and with it every entity of the document's own; depth, attributes and
 * names have the JDK's bounds, tests and texts our own. One instance reads one report.
 */
final class JUnitXml {
  /** In characters: more than is told, so that a secret is seen that begins within that. */
  static final int LONGEST_TEXT = 8000;

  private static final int MOST_TESTS = 100_000;
  private static final double LONGEST_SECONDS = 1e7;

  private final XMLStreamReader xml;
  private final ReadReport report = new ReadReport();
  private final Deque<OpenSuite> suites = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable OpenCase test;

  /** The element whose text belongs to the test's end; empty outside of one. */
  private String telling = "";

  private int tests;

  private JUnitXml(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * @throws ReportException if it is none, or is too large
   * @throws IOException if it can't be read
   */
  static ReadReport read(InputStream in) throws IOException {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(in);
      try {
        return new JUnitXml(xml).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException cause
          && !(cause instanceof CharConversionException)) {
        throw cause;
      }
      throw new ReportException("is not well-formed", e);
    } catch (RuntimeException e) {
      throw new ReportException("is more than the parser can take", e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // The JDK counts &lt; and its like as entities; a report is bounded as a whole.
    String most = Integer.toString(BoundedReport.LARGEST);
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", most);
    factory.setProperty("jdk.xml.totalEntitySizeLimit", most);
    return factory;
  }

  private ReadReport read() throws XMLStreamException, ReportException {
    boolean atRoot = true;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (atRoot && !isSuite(xml.getLocalName())) {
            throw new ReportException("is no JUnit XML");
          }
          atRoot = false;
          begin(xml.getLocalName());
        }
        case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            characters();
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new ReportException("has a document type, which is refused");
        default -> {
          // Comments and processing instructions.
        }
      }
    }
    return report;
  }

  private void begin(String element) throws ReportException {
    switch (element) {
      case "testsuite" -> suites.push(new OpenSuite(attribute("name"), seconds(attribute("time"))));
      // Node writes tests right into it; its time is that of all suites.
      case "testsuites" -> suites.push(new OpenSuite(attribute("name"), Duration.ZERO));
      case "testcase" -> {
        if (++tests > MOST_TESTS) {
          throw new ReportException("has more than %d tests".formatted(MOST_TESTS));
        }
        test = new OpenCase(attribute("classname"), attribute("name"), seconds(attribute("time")));
      }
      case "failure", "error", "skipped" -> endsAs(element);
      default -> {
        // What was printed, properties, and what a rerun was like.
      }
    }
  }

  private void endsAs(String element) {
    OpenCase open = test;
    if (open == null || open.end != End.PASSED) {
      return;
    }
    telling = element;
    text.setLength(0);
    open.message = attribute("message");
    open.end =
        switch (element) {
          case "failure" -> End.FAILED;
          case "error" -> End.ERROR;
          default -> End.SKIPPED;
        };
  }

  private void characters() {
    int room = LONGEST_TEXT - text.length();
    if (!telling.isEmpty() && room > 0) {
      text.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
    }
  }

  private void end(String element) {
    OpenCase open = test;
    if (element.equals(telling)) {
      telling = "";
      if (open != null) {
        open.text = text.toString();
      }
    } else if (element.equals("testcase") && open != null) {
      end(open);
    } else if (isSuite(element) && !suites.isEmpty()) {
      OpenSuite suite = suites.pop();
      if (suite.counts.all() > 0) {
        report.add(
            new ReadReport.Suite(
                suite.name, suite.counts, suite.told.isZero() ? suite.summed : suite.told));
      }
    }
  }

  private static boolean isSuite(String element) {
    return element.equals("testsuite") || element.equals("testsuites");
  }

  private void end(OpenCase open) {
    test = null;
    OpenSuite suite = suites.peek();
    if (suite != null) {
      suite.counts = counted(suite.counts, open.end);
      suite.summed = suite.summed.plus(open.duration);
      report.add(
          new ReadReport.Case(
              suite.name,
              open.className,
              open.name,
              open.end,
              open.duration,
              open.message.isBlank() ? firstLine(open.text) : open.message,
              open.text));
    }
  }

  private static TestCounts counted(TestCounts before, End end) {
    return switch (end) {
      case PASSED -> before.withPassed();
      case FAILED -> before.withFailed();
      case ERROR -> before.withError();
      case SKIPPED -> before.withSkipped();
    };
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private String attribute(String name) {
    String value = xml.getAttributeValue(null, name);
    if (value == null) {
      return "";
    }
    return value.length() > LONGEST_TEXT ? value.substring(0, LONGEST_TEXT) : value;
  }

  /** Some write {@code 1,234.5}. */
  private static Duration seconds(String text) {
    try {
      double seconds = Double.parseDouble(text.replace(",", ""));
      return seconds > 0 && seconds < LONGEST_SECONDS
          ? Duration.ofMillis(Math.round(seconds * 1000))
          : Duration.ZERO;
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /** A suite whose end has not come yet. */
  private static final class OpenSuite {
    private final String name;
    private final Duration told;
    private TestCounts counts = TestCounts.NONE;
    private Duration summed = Duration.ZERO;

    OpenSuite(String name, Duration told) {
      this.name = name;
      this.told = told;
    }
  }

  /** A test whose end has not come yet. */
  private static final class OpenCase {
    private final String className;
    private final String name;
    private final Duration duration;
    private End end = End.PASSED;
    private String message = "";
    private String text = "";

    OpenCase(String className, String name, Duration duration) {
      this.className = className;
      this.name = name;
      this.duration = duration;
    }
  }
}
