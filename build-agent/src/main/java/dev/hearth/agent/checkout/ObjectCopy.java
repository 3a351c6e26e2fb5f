package dev.hearth.agent.checkout;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.storage.pack.PackConfig;

/**
 * Copies a commit, its history and the tags on it out of a mirror, as one pack of their own: no
 * alternates, which would lead nowhere inside a container, and no hard links, through which a build
 * could change the mirror.
 */
final class ObjectCopy {
  private ObjectCopy() {}

  /**
   * @param shallow what stands in the copy's {@code shallow} file
   * @param tags by their full names
   */
  record Copied(Set<ObjectId> shallow, Map<String, ObjectId> tags) {}

  static Copied copy(
      Repository mirror, ObjectId commit, int depth, Path objects, ProgressMonitor progress)
      throws IOException {
    Shallow history = Shallow.of(mirror, commit, depth);
    Map<String, ObjectId> tags = new HashMap<>();
    Set<ObjectId> wanted = new HashSet<>(Set.of(commit.copy()));
    for (Ref ref : mirror.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
      Ref peeled = mirror.getRefDatabase().peel(ref);
      ObjectId target = peeled.getPeeledObjectId();
      ObjectId id = ref.getObjectId();
      if (id != null && history.commits().contains(target == null ? id : target)) {
        tags.put(ref.getName(), id);
        wanted.add(id);
      }
    }
    PackConfig config = new PackConfig();
    config.setDeltaCompress(false);
    config.setBuildBitmaps(false);
    config.setThreads(1);
    try (ObjectReader reader = mirror.newObjectReader();
        ObjectWalk walk = new ObjectWalk(reader);
        PackWriter writer = new PackWriter(config, reader)) {
      walk.assumeShallow(history.cut());
      writer.setUseBitmaps(false);
      writer.setReuseValidatingObjects(true);
      writer.setDeltaBaseAsOffset(true);
      writer.preparePack(progress, walk, wanted, PackWriter.NONE, PackWriter.NONE);
      write(writer, objects, progress);
    }
    return new Copied(history.cut(), tags);
  }

  private static void write(PackWriter writer, Path objects, ProgressMonitor progress)
      throws IOException {
    Path packs = Files.createDirectories(objects.resolve("pack"));
    String name = "pack-" + writer.computeName().name();
    try (OutputStream out = out(packs.resolve(name + ".pack"))) {
      writer.writePack(progress, progress, out);
    }
    try (OutputStream out = out(packs.resolve(name + ".idx"))) {
      writer.writeIndex(out);
    }
  }

  private static OutputStream out(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }
}
