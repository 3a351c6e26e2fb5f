package dev.hearth.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
    assertThat(HookSecrets.ownersOf("old", secrets)).containsExactly("bakery");
    assertThat(HookSecrets.ownersOf("new", secrets)).containsExactly("bakery");
  }

  @Test
  void aSharedSecretHasAllItsOwners() {
    assertThat(HookSecrets.ownersOf("flour", secrets)).containsExactlyInAnyOrder("mill", "farm");
  }

  @Test
  void aWrongSecretHasNoOwner() {
    assertThat(HookSecrets.ownersOf("", secrets)).isEmpty();
    assertThat(HookSecrets.ownersOf("ol", secrets)).isEmpty();
    assertThat(HookSecrets.ownersOf("OLD", secrets)).isEmpty();
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
}
