package dev.hearth.dispatcher.console.frame;

import java.util.regex.Pattern;

/** Addresses to which browsers are sent: the console's own, whatever a link says. */
final class LocalAddress {
  /** One slash and no more: {@code //host} and {@code /\host} are addresses of other hosts. */
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");

  private static final int LONGEST = 2000;

  private LocalAddress() {}

  /** The address, or that of the first page if it is not one of ours. */
  static String of(String address) {
    return address.length() <= LONGEST && LOCAL.matcher(address).matches() ? address : "/";
  }
}
