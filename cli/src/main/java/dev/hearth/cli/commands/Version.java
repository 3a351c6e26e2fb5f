package dev.hearth.cli.commands;

import picocli.CommandLine.IVersionProvider;

/** The program's version, out of its own jar. */
public final class Version implements IVersionProvider {
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"hearth " + text()};
  }
}
