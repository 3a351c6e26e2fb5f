package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class GitUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.org/team/app.git",
        "https://git.example.org/team/app",
        "https://git.example.org/team/app/",
        "https://git.example.org/team/app.git/",
        "https://git.example.org//team//app.git",
        "HTTPS://Git.Example.ORG/team/app.git",
        "https://git.example.org.:443/team/app.git",
        "http://git.example.org:80/team/app.git",
        "https://git.example.org:/team/app.git",
        "https://user:secret@git.example.org/team/app.git",
        "ssh://git@git.example.org/team/app.git",
        "ssh://git@git.example.org:22/team/app.git",
        "git@git.example.org:team/app.git",
        "git@git.example.org:/team/app.git",
        "git.example.org:team/app",
        "https://git.example.org/%74eam/ap%70.git"
      })
  void oneRepositoryHasOneKeyHoweverItIsWritten(String url) {
    assertThat(GitUrl.parse(url).key()).isEqualTo("git.example.org/team/app");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8081/team/app.git, 127.0.0.1:8081/team/app",
    "ssh://git@host:2222/team/app.git, host:2222/team/app",
    "http://host:443/a/b, host:443/a/b",
    "http://[::1]:8080/a/b.git, [::1]:8080/a/b",
    "git@[::1]:a/b.git, [::1]/a/b",
    "https://my_host/a/b, my_host/a/b",
    "https://bücher.example/a/b, xn--bcher-kva.example/a/b",
    "https://host/Team/App, host/Team/App",
    "https://host/a/b.git.git, host/a/b.git",
    "https://host/a/%C3%BC, host/a/ü",
    "https://host/a/b%2Bc, host/a/b+c",
    "https://host/group/sub/deep/app, host/group/sub/deep/app"
  })
  void whatTellsRepositoriesApartStaysInTheKey(String url, String key) {
    assertThat(GitUrl.parse(url).key()).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "/srv/git/app.git",
        "./app",
        "../app",
        "file:///srv/git/app.git",
        "git://host/a/b",
        "ftp://host/a/b",
        "ext::sh -c touch",
        "https://",
        "https:///a/b",
        "https://host",
        "https://host/",
        "https://host/.git",
        "https://host/a/.git",
        "https://host:port/a/b",
        "https://host:123456/a/b",
        "https://host/a/../b",
        "https://host/a/%2e%2e/b",
        "https://host/a%2Fb",
        "https://host/a%00b",
        "https://host/a%zz",
        "https://host/a%4",
        "https://host/%ff",
        "https://host/a\\b",
        "https://host/a\nb",
        "https://host/a?b=c",
        "https://host/a#b",
        "https://ho st/a/b",
        "https://-host/a/b",
        "https://./a/b"
      })
  void whatIsNoAddressOfARepositoryIsRefused(String url) {
    assertThat(GitUrl.find(url)).isEmpty();
  }

  @Test
  void aRefusalDoesNotRepeatAPassword() {
    assertThatThrownBy(() -> GitUrl.parse("ftp://user:secret@host/a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://host/team/app.git")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void anEndlessAddressIsRefused() {
    assertThat(GitUrl.find("https://host/" + "a/".repeat(5000))).isEmpty();
  }
}
