package dev.hearth.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class CachePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {".m2/repository", ".m2/wrapper/dists", ".npm", ".gradle/caches", ".cache/pip"})
  void aFolderOfTheHomeCanBeCached(String path) {
    assertThat(new CachePath(path).value()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "/etc",
        "a/../../etc",
        "../x",
        "a//b",
        "a/",
        "./a",
        "a,lowerdir=/etc",
        "a:b",
        "a b",
        "a\nb",
        "a+b",
        "ü",
        ".m2",
        ".m2/settings.xml",
        ".m2/settings-security.xml",
        ".ssh",
        ".gradle",
        ".gradle/init.d",
        ".config"
      })
  void whatLeadsOutOrHoldsSettingsIsRefused(String path) {
    assertThatThrownBy(() -> new CachePath(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name a folder such as .m2/repository");
  }

  @Test
  void aPathInAnotherIsRefused() {
    var paths = List.of(new CachePath(".cache"), new CachePath(".cache/pip"));
    assertThatThrownBy(() -> new CacheRequest("p", "b-1", paths, CacheUse.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one lies in the other");
    var beside = List.of(new CachePath(".cache"), new CachePath(".cache-two"));
    assertThat(new CacheRequest("p", "b-1", beside, CacheUse.NONE).paths()).isEqualTo(beside);
  }

  @Test
  void aPathNamedTwiceIsRefused() {
    var paths = List.of(new CachePath(".npm"), new CachePath(".npm"));
    assertThatThrownBy(() -> new CacheRequest("p", "b-1", paths, CacheUse.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "a/b", "A", "a.b", "a,b", "-a", "a\n"})
  void anIdThatIsNoPlainNameIsRefused(String id) {
    for (boolean project : List.of(true, false)) {
      assertThatThrownBy(() ->
              new CacheRequest(
                  project ? id : "p", project ? "b-1" : id, List.of(), CacheUse.READ_AND_WRITE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
