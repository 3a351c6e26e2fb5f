package dev.hearth.dispatcher.projects;

import dev.hearth.protocol.BuildRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tags a build's images get. Whoever can push can name a branch as he likes, so that names
 * must not meet:
 *
 * <ul>
 *   <li>The full commit hash is always there. Nothing else is, or begins with, 40 hex digits.
 *   <li>A template has the variables {@code ${branch}}, {@code ${tag}}, {@code ${short}} (eight
 *       digits), {@code ${commit}} and {@code ${number}}; one whose variable has no value for a
 *       build (the tag of a branch) makes no tag.
 *   <li>What a ref that is not protected makes begins with {@code branch-}; what a protected one
 *       makes never does.
 *   <li>What is no tag for a registry (slashes, too long, …), or would break a rule above, is
 *       changed and gets twelve digits of the hash of the name that it was made from; a name that
 *       already looks as if it had such digits gets them too. So two refs have one tag only if
 *       their hashes meet.
 * </ul>
 */
public final class TagNames {
  /** The branch's name for a branch, the tag's for a tag. */
  public static final List<String> DEFAULT_TEMPLATES = List.of("${branch}", "${tag}");

  private static final Set<String> VARIABLES = Set.of("branch", "tag", "short", "number", "commit");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern HEX = Pattern.compile("(?i)[0-9a-f]{40}.*");
  private static final Pattern HASHED = Pattern.compile(".*-[0-9a-f]{12}");
  private static final String UNPROTECTED = "branch-";
  private static final int LONGEST = 128;
  private static final int DIGITS = 12;

  private TagNames() {}

  /**
   * The tags of a build.
   *
   * @param protectedRef whether the ref is protected, as was found out from the remote itself
   */
  public static BuildTags of(List<String> templates, BuildRequest request, boolean protectedRef) {
    Set<String> fixed = new LinkedHashSet<>();
    Set<String> moving = new LinkedHashSet<>();
    for (String template : templates) {
      expand(template, request)
          .map(text -> protectedRef ? ofProtected(text) : ofUnprotected(text))
          .ifPresent((isFixed(template) ? fixed : moving)::add);
    }
    List<String> requested = request.tags().stream().distinct().toList();
    return new BuildTags(
        request.commit().value(), List.copyOf(fixed), List.copyOf(moving), requested);
  }

  /** The tag of a later success of the same commit, whose own tag belongs to the first. */
  public static String again(BuildRequest request) {
    return request.commit().value() + "-" + request.number();
  }

  /** What makes a tag that a person asked for impossible; empty if nothing does. */
  public static Optional<String> requestedProblem(String tag) {
    if (!TAG.matcher(tag).matches()) {
      return Optional.of(
          "tag "
              + Problems.shown(tag)
              + " is impossible: 128 characters at most of A-Z a-z 0-9 _ . -, not first . or -");
    }
    return HEX.matcher(tag).matches()
        ? Optional.of("tag " + Problems.shown(tag) + " looks like a commit's: choose another")
        : Optional.empty();
  }

  static void checkTemplate(String template, Problems problems) {
    if (template.isEmpty() || template.length() > LONGEST) {
      problems.add("a tag template has 1 to 128 characters, unlike " + Problems.shown(template));
      return;
    }
    Matcher match = VARIABLE.matcher(template);
    while (match.find()) {
      if (!VARIABLES.contains(match.group(1))) {
        problems.add(
            "tag template "
                + Problems.shown(template)
                + " names a variable that does not exist: there are ${branch}, ${tag}, ${short},"
                + " ${number}, ${commit}");
      }
    }
    String fixedPart = VARIABLE.matcher(template).replaceAll("");
    if (!fixedPart.matches("[A-Za-z0-9_.-]*") || template.startsWith(".")) {
      problems.add(
          "tag template "
              + Problems.shown(template)
              + " has what no tag may have: besides variables only A-Z a-z 0-9 _ . - are allowed");
    } else if (template.matches(".*[0-9A-Fa-f]{40}.*")) {
      problems.add(
          "tag template " + Problems.shown(template) + " makes what looks like a commit's tag");
    }
  }

  private static boolean isFixed(String template) {
    return template.contains("${number}")
        || template.contains("${commit}")
        || template.contains("${short}");
  }

  /** Empty when a variable has no value, or when it would be the commit's own tag. */
  private static Optional<String> expand(String template, BuildRequest request) {
    String commit = request.commit().value();
    Map<String, String> values =
        Map.of(
            "branch",
            request.ref().startsWith("refs/heads/") ? request.refName() : "",
            "tag",
            request.ref().startsWith("refs/tags/") ? request.refName() : "",
            "short",
            request.commit().abbreviated(),
            "number",
            Long.toString(request.number()),
            "commit",
            commit);
    StringBuilder text = new StringBuilder();
    Matcher match = VARIABLE.matcher(template);
    while (match.find()) {
      String value = values.getOrDefault(match.group(1), "");
      if (value.isEmpty()) {
        return Optional.empty();
      }
      match.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    match.appendTail(text);
    return text.toString().equals(commit) ? Optional.empty() : Optional.of(text.toString());
  }

  private static String ofUnprotected(String text) {
    return fitting(UNPROTECTED + text, text);
  }

  private static String ofProtected(String text) {
    boolean meets = text.startsWith(UNPROTECTED) || HEX.matcher(text).matches();
    return meets ? hashed("ref-" + text, text) : fitting(text, text);
  }

  private static String fitting(String tag, String source) {
    return TAG.matcher(tag).matches() && !HASHED.matcher(tag).matches() ? tag : hashed(tag, source);
  }

  private static String hashed(String tag, String source) {
    String plain = tag.replaceAll("[^A-Za-z0-9_.-]", "-").replaceFirst("^[.-]+", "ref-");
    int most = LONGEST - DIGITS - 1;
    return (plain.length() > most ? plain.substring(0, most) : plain) + "-" + hash(source);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
