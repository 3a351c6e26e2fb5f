package dev.hearth.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * GitHub and Gitea can send the JSON as a field {@code payload} of a form; GitHub does so unless
 * told otherwise. The signature is of the form, as it came.
 */
final class HookForm {
  private static final byte[] FIELD = "payload=".getBytes(StandardCharsets.UTF_8);

  private HookForm() {}

  /** The JSON in it; the body itself if it is no form, or one that cannot be read. */
  static byte[] json(byte[] body) {
    for (int i = 0; i < FIELD.length; i++) {
      if (i >= body.length || body[i] != FIELD[i]) {
        return body;
      }
    }
    String form =
        new String(body, FIELD.length, body.length - FIELD.length, StandardCharsets.UTF_8);
    int end = form.indexOf('&');
    try {
      return URLDecoder.decode(end < 0 ? form : form.substring(0, end), StandardCharsets.UTF_8)
          .getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return body;
    }
  }
}
