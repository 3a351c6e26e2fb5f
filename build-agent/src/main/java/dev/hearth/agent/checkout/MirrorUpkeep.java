package dev.hearth.agent.checkout;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;

/** Puts a mirror's packs together when there are many: each fetch adds one, and each costs time. */
final class MirrorUpkeep {
  private static final int MOST_PACKS = 50;

  /** What no ref reaches may be of a build that is still running. */
  private static final Duration KEPT = Duration.ofDays(2);

  private MirrorUpkeep() {}

  static void tidy(Repository mirror) throws IOException {
    if (mirror instanceof FileRepository files
        && files.getObjectDatabase().getPacks().size() > MOST_PACKS) {
      GC gc = new GC(files);
      PackConfig packs = new PackConfig(mirror);
      packs.setBuildBitmaps(false);
      packs.setThreads(1);
      gc.setPackConfig(packs);
      gc.setPackExpireAgeMillis(0);
      gc.setExpire(Instant.now().minus(KEPT));
      try {
        gc.gc().get();
      } catch (ParseException | GitAPIException | ExecutionException e) {
        throw new JGitInternalException("the mirror's packs could not be put together", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
