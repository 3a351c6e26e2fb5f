package dev.hearth.webhook;

import java.util.HexFormat;
import java.util.Optional;

/** A signature of the body in hexadecimal digits. */
final class HexSignature {
  private HexSignature() {}

  /** Empty if the header is missing or no SHA-256 in hex behind the prefix. */
  static Optional<HookProof> of(HookHeaders headers, String header, String prefix, byte[] body) {
    return headers
        .find(header)
        .filter(value -> value.startsWith(prefix))
        .map(value -> value.substring(prefix.length()))
        .filter(hex -> hex.matches("[0-9a-fA-F]{64}"))
        .map(hex -> new HookProof.Signature(HexFormat.of().parseHex(hex), body));
  }
}
