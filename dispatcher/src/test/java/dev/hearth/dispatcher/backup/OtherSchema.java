package dev.hearth.dispatcher.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
   * @param without the tables that were not there yet
   */
  static void write(Path backup, Path other, int schema, Set<String> without) throws IOException {
    try (var in = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(backup)));
        var out = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(other)))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(Manifest.NAME)) {
          content = manifest(content, schema, without);
        }
        if (without.stream().map(Entries::table).noneMatch(entry.getName()::equals)) {
          TarArchiveEntry copy = new TarArchiveEntry(entry.getName());
          copy.setSize(content.length);
          out.putArchiveEntry(copy);
          out.write(content);
          out.closeArchiveEntry();
        }
      }
    }
  }

  private static byte[] manifest(byte[] content, int schema, Set<String> without)
      throws IOException {
    ObjectNode manifest = (ObjectNode) MAPPER.readTree(content);
    manifest.put("schema", schema);
    without.forEach(table -> manifest.withObject("/sums").remove(Entries.table(table)));
    return MAPPER.writeValueAsBytes(manifest);
  }
}
