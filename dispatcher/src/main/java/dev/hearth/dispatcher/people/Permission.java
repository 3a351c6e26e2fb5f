package dev.hearth.dispatcher.people;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with which kinds of things, and who may: this is the farm's one table of
 * permissions. The help page, the documents and the tests of all routes are made from it. The
 * farm's administrator may everything.
 */
public enum Permission {
  SEE("see it, its builds, images and members", On.EACH, Role.GUEST, true),
  PULL("pull its images", On.EACH, Role.GUEST, false),
  READ_LOGS("read the logs of its builds", On.BUILT, Role.REPORTER, true),
  READ_ACTIVITY("read and export its activity", On.EACH, Role.REPORTER, true),
  BUILD("ask for its builds", On.BUILT, Role.DEVELOPER, false),
  CANCEL("cancel its builds", On.BUILT, Role.DEVELOPER, true),
  READ_DELIVERIES("read which hooks came, and what was decided", On.BUILT, Role.DEVELOPER, true),
  PUSH("push images", On.EACH, Role.MASTER, false),
  PROMOTE("promote images, delete their tags", On.EACH, Role.MASTER, false),
  CREATE("create projects in it", On.GROUPS, Role.MASTER, false),
  CHANGE("change its settings and secrets", On.EACH, Role.MASTER, false),
  MANAGE_MEMBERS("add, change and remove members, up to the own role", On.EACH, Role.MASTER, false),
  DELETE("delete it", On.EACH, Role.OWNER, false),
  SEE_POOL("see the hosts, the queue, and why builds wait", On.FARM, null, true),
  RUN_POOL("cordon, drain, add and remove hosts", On.FARM, null, true),
  SEE_FARM("see the farm's figures and its whole activity", On.FARM, null, true),
  RUN_FARM("announce to everybody, set quotas", On.FARM, null, true),
  MANAGE_PEOPLE("add, block and unblock people, name operators", On.FARM, null, true);

  private enum On {
    EACH,
    BUILT,
    GROUPS,
    FARM
  }

  private final String sentence;
  private final On on;
  private final @Nullable Role least;
  private final boolean operators;

  Permission(String sentence, On on, @Nullable Role least, boolean operators) {
    this.sentence = sentence;
    this.on = on;
    this.least = least;
    this.operators = operators;
  }

  /** {@code read the logs of its builds}: fits behind "may" and "tried to". */
  public String sentence() {
    return sentence;
  }

  /** On which kinds of things it can be had. */
  public Set<Kind> kinds() {
    return switch (on) {
      case EACH -> EnumSet.of(Kind.GROUP, Kind.PROJECT, Kind.REPOSITORY);
      case BUILT -> EnumSet.of(Kind.GROUP, Kind.PROJECT);
      case GROUPS -> EnumSet.of(Kind.GROUP);
      case FARM -> EnumSet.of(Kind.FARM);
    };
  }

  /** Whether a role, had on the thing or inherited, brings it; null: no role at all. */
  public boolean isOf(@Nullable Role role) {
    return least != null && role != null && role.atLeast(least);
  }

  /** Whether it changes and starts nothing. */
  public boolean isReading() {
    return switch (this) {
      case SEE, READ_LOGS, READ_ACTIVITY, READ_DELIVERIES, SEE_POOL, SEE_FARM -> true;
      case PULL,
          BUILD,
          CANCEL,
          PUSH,
          PROMOTE,
          CREATE,
          CHANGE,
          MANAGE_MEMBERS,
          DELETE,
          RUN_POOL,
          RUN_FARM,
          MANAGE_PEOPLE ->
          false;
    };
  }

  /** Whether operators have it on everything. */
  public boolean isOfOperators() {
    return operators;
  }

  /** As it is written in the API's document: {@code read_logs}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Permission> find(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
