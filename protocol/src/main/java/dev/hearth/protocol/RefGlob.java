package dev.hearth.protocol;

import java.util.List;

/**
 * Globs over the names of branches and tags: {@code *} stands for any characters, slashes too, so
 * that {@code release/*} has {@code release/2/rc} in it and {@code *} has everything, as on Git
 * hosts; {@code ?} stands for one character; all others for themselves. Matching takes time in
 * proportion to the product of the lengths at most, whatever the glob is.
 */
public final class RefGlob {
  private RefGlob() {}

  public static boolean any(List<String> globs, String name) {
    return globs.stream().anyMatch(glob -> matches(glob, name));
  }

  public static boolean matches(String glob, String name) {
    int at = 0;
    int read = 0;
    int star = -1;
    int resume = 0;
    while (read < name.length()) {
      if (at < glob.length() && glob.charAt(at) == '*') {
        star = at++;
        resume = read;
      } else if (at < glob.length()
          && (glob.charAt(at) == '?' || glob.charAt(at) == name.charAt(read))) {
        at++;
        read++;
      } else if (star >= 0) {
        at = star + 1;
        read = ++resume;
      } else {
        return false;
      }
    }
    while (at < glob.length() && glob.charAt(at) == '*') {
      at++;
    }
    return at == glob.length();
  }
}
