package dev.hearth.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlPolicyTest {
  private static final String URL = "https://git.example.com/app.git";

  @Test
  void aPublicHostIsAllowed() {
    assertThat(GitUrlPolicy.anyPublicHost().check(URL, at("203.0.113.7")))
        .isInstanceOf(GitUrlVerdict.Allowed.class);
  }

  @Test
  void aHostInThePrivateNetworkIsAllowed() {
    assertThat(GitUrlPolicy.anyPublicHost().check(URL, at("10.1.2.3")))
        .isInstanceOf(GitUrlVerdict.Allowed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "224.0.0.1"
      })
  void aNameThatStandsForAnInnerAddressIsRefused(String address) {
    assertThat(GitUrlPolicy.anyPublicHost().check(URL, at("203.0.113.7", address)))
        .isInstanceOf(GitUrlVerdict.Refused.class);
  }

  @Test
  void loopbackAndPlainHttpAreAllowedWhereTheOperatorListsHostAndPort() {
    GitUrlPolicy policy = new GitUrlPolicy(Set.of("git.example.com"), Set.of("127.0.0.1:8081"));
    assertThat(policy.check("http://127.0.0.1:8081/a.git", HostResolver.system()))
        .isInstanceOf(GitUrlVerdict.Allowed.class);
    assertThat(policy.check("http://127.0.0.1:8082/a.git", HostResolver.system()))
        .isInstanceOf(GitUrlVerdict.Refused.class);
    assertThat(policy.check("https://127.0.0.1/a.git", HostResolver.system()))
        .isInstanceOf(GitUrlVerdict.Refused.class);
  }

  @Test
  void plainHttpIsRefused() {
    assertThat(GitUrlPolicy.anyPublicHost().check("http://h/a.git", at("203.0.113.7")))
        .isInstanceOfSatisfying(
            GitUrlVerdict.Refused.class, refused -> assertThat(refused.reason()).contains("https"));
  }

  @Test
  void aListOfHostsShutsAllOthersOut() {
    GitUrlPolicy policy = new GitUrlPolicy(Set.of("Git.Example.com"), Set.of());
    assertThat(policy.check(URL, at("203.0.113.7"))).isInstanceOf(GitUrlVerdict.Allowed.class);
    assertThat(policy.check("https://git.example.com.evil.example/a.git", at("203.0.113.7")))
        .isInstanceOf(GitUrlVerdict.Refused.class);
  }

  @Test
  void aHostWithoutAddressIsNotFoundAndNotRefused() {
    HostResolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThat(GitUrlPolicy.anyPublicHost().check(URL, none))
        .isInstanceOf(GitUrlVerdict.NotFound.class);
  }

  @Test
  void whatIsNoUrlIsRefusedWithItsReason() {
    assertThat(GitUrlPolicy.anyPublicHost().check("/srv/git/a.git", at("203.0.113.7")))
        .isInstanceOf(GitUrlVerdict.Refused.class);
  }

  private static HostResolver at(String... addresses) {
    return _ -> {
      InetAddress[] found = new InetAddress[addresses.length];
      for (int i = 0; i < addresses.length; i++) {
        found[i] = InetAddress.ofLiteral(addresses[i]);
      }
      return List.of(found);
    };
  }
}
