package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TreesTest {
  @TempDir Path temp;

  @Test
  void deletingATreeSparesWhatItsLinksPointAt() throws Exception {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Path tree = Files.createDirectories(temp.resolve("tree/a/b"));
    Files.createSymbolicLink(tree.resolve("folder"), outside);
    Files.createSymbolicLink(tree.resolve("file"), outside.resolve("kept"));
    Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(temp.resolve("tree/top"), outside);

    Trees.delete(temp.resolve("tree"));

    assertThat(Files.exists(temp.resolve("tree"), NOFOLLOW_LINKS)).isFalse();
    assertThat(outside.resolve("kept")).hasContent("x");
  }

  @Test
  void aLinkInPlaceOfTheTreeIsDeletedAlone() throws Exception {
    Path outside = Files.createDirectories(temp.resolve("outside/in"));
    Files.createSymbolicLink(temp.resolve("tree"), temp.resolve("outside"));

    Trees.delete(temp.resolve("tree"));

    assertThat(Files.exists(temp.resolve("tree"), NOFOLLOW_LINKS)).isFalse();
    assertThat(outside).isDirectory();
  }

  @Test
  void pipesAndFoldersWithoutRightsAreDeleted() throws Exception {
    Path tree = Files.createDirectories(temp.resolve("tree"));
    HostileTree.pipe(tree.resolve("pipe"));
    HostileTree.run(
        tree, "mkdir -p a/b; touch a/b/f; chmod 000 a/b; touch -- '-rf' $'line\\nbreak'");

    Trees.delete(tree);

    assertThat(tree).doesNotExist();
  }

  @Test
  void aTreeDeeperThanAnyPathIsDeleted() throws Exception {
    Path tree = Files.createDirectories(temp.resolve("tree"));
    HostileTree.nest(tree, 6000);
    Files.createDirectories(tree.resolve("beside/it"));

    Trees.delete(tree);

    assertThat(tree).doesNotExist();
  }

  @Test
  void deletingWhatIsNotThereDoesNothing() throws Exception {
    Trees.delete(temp.resolve("nothing"));
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void theSizeIsThatOfPlainFilesAndOfNothingOutside() throws Exception {
    Path tree = Files.createDirectories(temp.resolve("tree/a"));
    Files.write(tree.resolve("one"), new byte[100]);
    Files.write(temp.resolve("tree/two"), new byte[11]);
    Files.write(temp.resolve("big"), new byte[5000]);
    Files.createSymbolicLink(tree.resolve("link"), temp.resolve("big"));
    Files.createSymbolicLink(tree.resolve("loop"), temp.resolve("tree"));
    HostileTree.pipe(tree.resolve("pipe"));

    assertThat(Trees.size(temp.resolve("tree"))).isEqualTo(111);
  }

  @Test
  void walkingStopsInATreeThatIsNestedTooDeep() throws Exception {
    Path tree = Files.createDirectories(temp.resolve("tree"));
    HostileTree.nest(tree, Trees.DEEPEST + 1);

    assertThatThrownBy(() -> Trees.size(tree)).isInstanceOf(Trees.TooDeepException.class);
  }
}
