package dev.hearth.agent.engine;

/** The labels by which what the farm makes in an engine is found again. */
public final class Labels {
  public static final String BUILD = "dev.hearth.build";
  public static final String ATTEMPT = "dev.hearth.attempt";
  public static final String AGENT = "dev.hearth.agent";

  /** The agent's identity: names alone are not unique where farms share a host. */
  public static final String IDENTITY = "dev.hearth.identity";

  /** On a builder image: the folders below the home folder that are cached, by commas. */
  public static final String CACHE = "dev.hearth.cache";

  /** On a builder image: what it runs when a project does not say. */
  public static final String COMMAND = "dev.hearth.command";

  private Labels() {}
}
