package dev.hearth.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/** How a hook shows that its sender knows a secret. Secrets are compared in constant time. */
public sealed interface HookProof {
  /** Whether it was made with this secret. */
  boolean isMadeWith(HookSecret<?> secret);

  /**
   * The secret itself, as GitLab's token.
   *
   * @param hash of it, made once for all secrets that it is compared with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Token(byte[] hash) implements HookProof {
    static Token of(String secret) {
      return new Token(HookSecret.hash(secret));
    }

    @Override
    public boolean isMadeWith(HookSecret<?> known) {
      return known.hasHash(hash);
    }

    @Override
    public String toString() {
      return "a hook's token";
    }
  }

  /**
   * HMAC-SHA256 of the message with the secret's bytes as its key, as GitHub and Gitea send it.
   *
   * @param message what was signed: for these hosts the body as it came
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Signature(byte[] mac, byte[] message) implements HookProof {
    @Override
    public boolean isMadeWith(HookSecret<?> secret) {
      return MessageDigest.isEqual(
          mac, Sha256.hmac(secret.reveal().getBytes(StandardCharsets.UTF_8), message));
    }
  }

  /**
   * As {@link Signature}, by the Standard Webhooks specification, which GitLab's signed hooks
   * follow: the key is what the Base64 behind {@code whsec_} says. Secrets of another form make
   * none.
   *
   * @param message {@code id.timestamp.body}
   * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record StandardSignature(byte[] mac, byte[] message) implements HookProof {
    private static final String PREFIX = "whsec_";

    @Override
    public boolean isMadeWith(HookSecret<?> secret) {
      return key(secret.reveal())
          .map(key -> MessageDigest.isEqual(mac, Sha256.hmac(key, message)))
          .orElse(false);
    }

    private static Optional<byte[]> key(String secret) {
      if (!secret.startsWith(PREFIX)) {
        return Optional.empty();
      }
      try {
        byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        return key.length == 0 ? Optional.empty() : Optional.of(key);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }
}
