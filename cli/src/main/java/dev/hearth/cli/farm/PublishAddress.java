package dev.hearth.cli.farm;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** On which address a farm may be reached by other hosts. */
final class PublishAddress {
  private static final String SETTING = "HEARTH_PUBLISH_ADDRESS";

  private PublishAddress() {}

  /**
   * The address as it is; what is wrong with it is added to {@code problems}. One address and no
   * other, so that nothing listens in the networks of containers: builds must not reach it.
   */
  static String of(String text, List<String> problems) {
    try {
      if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
        problems.add(
            "%s is \"%s\", but should be one IPv4 address of this machine, such as 10.1.2.3"
                .formatted(SETTING, text));
        return text;
      }
      NetworkInterface own = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(text));
      if (own == null && !text.startsWith("127.")) {
        problems.add(
            "%s is %s, but this machine has no such address; ip addr shows those it has"
                .formatted(SETTING, text));
      } else if (own != null && own.getName().matches("docker\\d+|br-.*|hearth-build\\d*")) {
        problems.add(
            "%s is %s, but that one is of a network of containers, from which builds must not reach the farm; take another"
                .formatted(SETTING, text));
      }
    } catch (SocketException | IllegalArgumentException e) {
      problems.add("%s is \"%s\", but %s".formatted(SETTING, text, e.getMessage()));
    }
    return text;
  }
}
