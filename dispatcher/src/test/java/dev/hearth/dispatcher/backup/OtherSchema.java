package dev.hearth.dispatcher.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes of a backup what a program with other tables would have made. */
final class OtherSchema {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private OtherSchema() {}

  /**
   * @param there whether it had a table
   */
  static void write(Path backup, Path other, int schema, Predicate<String> there)
      throws IOException {
    try (var in = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(backup)));
        var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(other)))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(Manifest.NAME)) {
          content = manifest(content, schema, there);
        }
        if (stays(entry.getName(), there)) {
          TarArchiveEntry copy = new TarArchiveEntry(entry.getName());
          copy.setSize(content.length);
          out.putArchiveEntry(copy);
          out.write(content);
          out.closeArchiveEntry();
        }
      }
    }
  }

  private static boolean stays(String entry, Predicate<String> there) {
    return !entry.startsWith(Entries.TABLES) || there.test(Entries.tableOf(entry));
  }

  private static byte[] manifest(byte[] content, int schema, Predicate<String> there)
      throws IOException {
    ObjectNode manifest = (ObjectNode) MAPPER.readTree(content);
    manifest.put("schema", schema);
    ObjectNode sums = manifest.withObject("/sums");
    List<String> entries = sums.propertyStream().map(Map.Entry::getKey).toList();
    entries.stream().filter(entry -> !stays(entry, there)).forEach(sums::remove);
    return MAPPER.writeValueAsBytes(manifest);
  }
}
