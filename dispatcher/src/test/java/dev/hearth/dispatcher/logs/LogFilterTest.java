package dev.hearth.dispatcher.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogFilterTest {
  @Test
  void textAndColoursPass() {
    String text = "\u001b[1;31mERROR\u001b[0m \u001b[38;2;1;2;3m\tGrüße 日本 🚀\u001b[m\n";

    assertThat(filtered(text)).isEqualTo(text);
  }

  @Test
  void allOtherSequencesVanish() {
    for (String hostile :
        List.of(
            "\u001b[2J",
            "\u001b[10;10H",
            "\u001b[?1049h",
            "\u001b[>4;1m",
            "\u001b[6n",
            "\u001b[1 q",
            "\u001b]0;title\u0007",
            "\u001b]8;;http://evil\u001b\\",
            "\u001b]52;c;cm0gLXJm\u0007",
            "\u001bP$q\"p\u001b\\",
            "\u001b_apc\u001b\\",
            "\u001b^pm\u001b\\",
            "\u001bc",
            "\u001b(0",
            "\u001b#8",
            "\u009b2J",
            "\u009d0;title\u009c",
            "\u0090dcs\u009c",
            "\u0007",
            "\b",
            "\u0000",
            "\u007f",
            "\u0085",
            "\u000e")) {
      assertThat(filtered("a" + hostile + "b")).as(escaped(hostile)).isEqualTo("ab");
    }
  }

  @Test
  void anUnfinishedSequenceHidesNoMoreThanItsLine() {
    assertThat(filtered("\u001b]0;title\nvisible")).isEqualTo("\nvisible");
    assertThat(filtered("\u001b[31\nvisible")).isEqualTo("\nvisible");
    assertThat(filtered("\u001b]" + "x".repeat(5000) + "visible")).endsWith("visible");
  }

  @Test
  void carriageReturnsBecomeLineEnds() {
    assertThat(filtered("10%\r20%\r\ndone\n")).isEqualTo("10%\n20%\ndone\n");
  }

  @Test
  void whatIsNoUtf8IsReplaced() {
    byte[] bytes = {'a', (byte) 0x9b, '2', 'J', (byte) 0xc0, (byte) 0x9b, (byte) 0xe2, 'z'};

    assertThat(filtered(bytes, 1)).isEqualTo("a\uFFFD2J\uFFFD\uFFFD\uFFFDz");
    assertThat(filtered(new byte[] {(byte) 0xe2, (byte) 0x82}, 1)).isEqualTo("\uFFFD");
  }

  @Test
  void piecesMayBeCutAnywhere() {
    String text = "a\u001b[31mrot\u001b[0m\u001b]0;t\u0007é\r\n\u009b2J🚀\u001b[2K.\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String whole = filtered(bytes, bytes.length);

    assertThat(whole).isEqualTo("a\u001b[31mrot\u001b[0mé\n🚀.\n");
    for (int size = 1; size < bytes.length; size++) {
      assertThat(filtered(bytes, size)).as("pieces of " + size).isEqualTo(whole);
    }
  }

  @Test
  void nothingButColoursGetsThroughWhateverIsPrinted() {
    Random random = new Random(11);
    byte[] some = "\u001b[]m;31?\u0007P\\\r\n\u009b\u009cé\u0001x".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] =
            random.nextInt(4) == 0 ? (byte) random.nextInt() : some[random.nextInt(some.length)];
      }
      String rest = filtered(bytes, 1 + random.nextInt(9)).replaceAll("\u001b\\[[0-9:;]*m", "");
      assertThat(rest.chars().filter(Character::isISOControl).filter(c -> c != '\n' && c != '\t'))
          .as(Arrays.toString(bytes))
          .isEmpty();
    }
  }

  private static String filtered(String text) {
    return filtered(text.getBytes(StandardCharsets.UTF_8), 7);
  }

  private static String filtered(byte[] bytes, int size) {
    LogFilter filter = new LogFilter();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += size) {
      out.writeBytes(filter.next(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length))));
    }
    out.writeBytes(filter.finish());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("\u001b", "ESC");
  }
}
