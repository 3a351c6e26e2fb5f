package dev.hearth.gitclient;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Lets JGit see nothing of the machine: no system's, user's or environment's Git configuration, in
 * which a filter, a rewritten URL or somebody's credentials could stand.
 */
public final class BlindSystemReader extends SystemReader {
  private final SystemReader machine;

  private BlindSystemReader(SystemReader machine) {
    this.machine = machine;
    setPlatformChecker();
  }

  /** For the whole process, once; further calls change nothing. */
  public static synchronized void install() {
    SystemReader current = SystemReader.getInstance();
    if (!(current instanceof BlindSystemReader)) {
      SystemReader.setInstance(new BlindSystemReader(current));
    }
  }

  @Override
  public String getHostname() {
    return machine.getHostname();
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  @Override
  public @Nullable String getProperty(String key) {
    return machine.getProperty(key);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  @Override
  @SuppressWarnings("deprecation") // abstract above
  public long getCurrentTime() {
    return machine.getCurrentTime();
  }

  @Override
  @SuppressWarnings("deprecation") // abstract above
  public int getTimezone(long when) {
    return machine.getTimezone(when);
  }

  /** A configuration that is never read and never written. */
  private static final class EmptyConfig extends FileBasedConfig {
    EmptyConfig(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // there is nothing to read
    }

    @Override
    public void save() {
      // what JGit has measured of the file system lasts as long as the process
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
