package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HookSecretsTest {
  private final List<HookSecret<String>> secrets =
      List.of(
          HookSecret.of("bakery", "old"),
          HookSecret.of("bakery", "new"),
          HookSecret.of("mill", "flour"),
          HookSecret.of("farm", "flour"));

  @Test
  void bothSecretsOfARotationOpenTheHook() {
    assertThat(owners("old")).containsExactly("bakery");
    assertThat(owners("new")).containsExactly("bakery");
  }

  @Test
  void aSharedSecretHasAllItsOwners() {
    assertThat(owners("flour")).containsExactlyInAnyOrder("mill", "farm");
  }

  @Test
  void aWrongSecretHasNoOwner() {
    assertThat(owners("")).isEmpty();
    assertThat(owners("ol")).isEmpty();
    assertThat(owners("OLD")).isEmpty();
  }

  @Test
  void aBlankSecretIsRefused() {
    assertThatThrownBy(() -> HookSecret.of("bakery", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bakery");
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(HookSecret.of("bakery", "rye-and-salt").toString())
        .isEqualTo("hook secret of bakery");
  }

  private Set<String> owners(String token) {
    return HookSecrets.ownersOf(List.of(HookProof.Token.of(token)), secrets);
  }
}
