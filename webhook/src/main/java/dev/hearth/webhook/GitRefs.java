package dev.hearth.webhook;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which names and hashes Git itself would take, so that nothing else gets into the farm. */
public final class GitRefs {
  public static final String BRANCHES = "refs/heads/";
  public static final String TAGS = "refs/tags/";

  /** Bytes: a ref stands in records of etcd, which are kept under 4 KiB. */
  private static final int LONGEST = 512;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final String FORBIDDEN = " ~^:?*[\\";

  private GitRefs() {}

  /** Whether it is a full commit or object hash, SHA-1 or SHA-256, in lower case. */
  public static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** Whether it is the hash that stands for "nothing": a ref that was not there, or is gone. */
  public static boolean isZero(String hash) {
    return isHash(hash) && hash.chars().allMatch(digit -> digit == '0');
  }

  public static boolean isBranchOrTag(String ref) {
    return ref.startsWith(BRANCHES) || ref.startsWith(TAGS);
  }

  /** Whether Git would take it as a full ref: the rules of {@code git check-ref-format}. */
  public static boolean isValid(String ref) {
    if (!ref.startsWith("refs/")
        || ref.endsWith(".")
        || ref.contains("..")
        || ref.contains("@{")
        || !StandardCharsets.UTF_8.newEncoder().canEncode(ref)
        || ref.getBytes(StandardCharsets.UTF_8).length > LONGEST
        || ref.chars().anyMatch(c -> Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0)) {
      return false;
    }
    String[] parts = ref.split("/", -1);
    for (String part : parts) {
      if (part.isEmpty() || part.startsWith(".") || part.endsWith(".lock")) {
        return false;
      }
    }
    // Git makes no branch or tag that a command line would take for an option.
    return parts.length > 2 && !parts[2].startsWith("-");
  }
}
