package dev.hearth.dispatcher.doorman;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what clients of the registry ask for: {@code repository:team/app:pull,push}, several
 * between blanks. What is of another kind, or of no shape, is passed over, as the protocol has it:
 * nothing is granted for it.
 */
final class RequestedScopes {
  /** A client asks for one repository, and for those that it would mount layers from. */
  private static final int MOST = 50;

  private static final int LONGEST_TEXT = 16 * 1024;

  private RequestedScopes() {}

  /** Each repository once, with all that is asked for on it. */
  static List<RepositoryRights> of(List<String> parameters) {
    Map<String, Set<RegistryAction>> all = new LinkedHashMap<>();
    for (String parameter : parameters) {
      if (parameter.length() > LONGEST_TEXT) {
        continue;
      }
      for (String scope : parameter.split(" ", -1)) {
        Optional<RepositoryRights> asked = parse(scope);
        asked
            .filter(one -> all.size() < MOST || all.containsKey(one.repository()))
            .ifPresent(one ->
                all.computeIfAbsent(one.repository(), _ -> EnumSet.noneOf(RegistryAction.class))
                    .addAll(one.actions()));
      }
    }
    return all.entrySet().stream()
        .map(entry -> new RepositoryRights(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Optional<RepositoryRights> parse(String scope) {
    int first = scope.indexOf(':');
    int last = scope.lastIndexOf(':');
    if (first < 0 || first == last || !scope.substring(0, first).equals("repository")) {
      return Optional.empty();
    }
    String name = scope.substring(first + 1, last);
    if (!RepositoryNames.isName(name)) {
      return Optional.empty();
    }
    Set<RegistryAction> actions = EnumSet.noneOf(RegistryAction.class);
    for (String word : scope.substring(last + 1).split(",", -1)) {
      if (word.equals("*")) {
        actions.addAll(EnumSet.allOf(RegistryAction.class));
      } else {
        RegistryAction.find(word).ifPresent(actions::add);
      }
    }
    return Optional.of(new RepositoryRights(name, actions));
  }
}
