package dev.hearth.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Writes one commit in the language of {@code git fast-import}. */
final class CommitStream {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CommitStream() {}

  /**
   * @param parent the commit it stands on; a first commit has none
   * @param whole whether the files are all there is, and not just what changes
   */
  static byte[] of(
      String branch,
      Optional<String> parent,
      boolean whole,
      Map<String, RepositoryFile> files,
      String message) {
    CommitStream stream = new CommitStream();
    stream.line("feature done");
    stream.line("commit refs/heads/" + branch);
    stream.line("mark :1");
    stream.line("committer " + GitRepository.AUTHOR + " now");
    stream.data(message.getBytes(StandardCharsets.UTF_8));
    parent.ifPresent(commit -> stream.line("from " + commit));
    if (whole) {
      stream.line("deleteall");
    }
    files.forEach(stream::file);
    stream.line("");
    stream.line("get-mark :1");
    stream.line("done");
    return stream.out.toByteArray();
  }

  private void file(String path, RepositoryFile file) {
    switch (file) {
      case RepositoryFile.Content content -> {
        line("M " + (content.executable() ? "100755" : "100644") + " inline " + quoted(path));
        data(content.bytes());
      }
      case RepositoryFile.Link(String target) -> {
        line("M 120000 inline " + quoted(path));
        data(target.getBytes(StandardCharsets.UTF_8));
      }
      case RepositoryFile.Submodule(String commit) ->
          line("M 160000 " + commit + " " + quoted(path));
      case RepositoryFile.Removed() -> line("D " + quoted(path));
    }
  }

  private static String quoted(String path) {
    return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void data(byte[] bytes) {
    line("data " + bytes.length);
    out.writeBytes(bytes);
    line("");
  }

  private void line(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
