package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/team/app.git",
        "https://git.example.com:8443/team/app.git",
        "http://127.0.0.1:8081/team/app.git",
        "ssh://git@git.example.com/team/app.git",
        "ssh://git@git.example.com:2222/team/app.git",
        "git@git.example.com:team/app.git",
        "https://[2001:db8::1]/app.git"
      })
  void aUrlIsWrittenAsItWasRead(String text) {
    assertThat(GitUrl.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/srv/git/other.git",
        "../other.git",
        "file:///srv/git/other.git",
        "ext::sh -c id",
        "git://host/app.git",
        "https://robot:secret@host/app.git",
        "https://robot@host/app.git",
        "ssh://git:secret@host/app.git",
        "ssh://-oProxyCommand=id/app.git",
        "-oProxyCommand=id:app.git",
        "https://host",
        "https://host/a/../b.git",
        "https://host/a b.git",
        "https://host/app.git?x=1",
        "https://host:0/app.git",
        "https://host:99999/app.git",
        "https://host/app.git\nx",
        "ext::https://host/app.git"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> GitUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/team/app.git, ../lib.git, https://h/team/lib.git",
    "https://h/team/app.git, ../../other/lib.git, https://h/other/lib.git",
    "https://h/team/app.git, ./lib.git, https://h/team/app.git/lib.git",
    "https://h:8443/team/app/, ../lib, https://h:8443/team/lib",
    "git@h:team/app.git, ../lib.git, git@h:team/lib.git",
    "git@h:app.git, ../lib.git, git@h:lib.git",
    "https://h/team/app.git, https://other/lib.git, https://other/lib.git"
  })
  void aSubmodulesUrlMayBeRelative(String base, String relative, String expected) {
    assertThat(GitUrl.parse(base).resolve(relative).orElseThrow()).hasToString(expected);
  }

  @Test
  void aRelativeUrlDoesNotClimbAboveTheHost() {
    assertThat(GitUrl.parse("https://h/app.git").resolve("../../lib.git")).isEmpty();
    assertThat(GitUrl.parse("git@h:app.git").resolve("../../lib.git")).isEmpty();
    assertThatThrownBy(() -> GitUrl.parse("https://h/app.git").resolve("./a/../../../b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneServerIsSchemeHostAndPort() {
    GitUrl url = GitUrl.parse("https://h/a.git");
    assertThat(url.sameServer(GitUrl.parse("https://H:443/b.git"))).isTrue();
    assertThat(url.sameServer(GitUrl.parse("http://h/a.git"))).isFalse();
    assertThat(url.sameServer(GitUrl.parse("https://h:444/a.git"))).isFalse();
    assertThat(url.sameServer(GitUrl.parse("https://g/a.git"))).isFalse();
  }
}
