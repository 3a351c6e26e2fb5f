package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.Answer;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Renders pages by their templates under {@code src/main/jte}, which are compiled with the program
 * and escape by where in the page a value stands.
 */
public final class Templates {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final TemplateEngine ENGINE = engine();

  private Templates() {}

  /**
   * Answers with a page, or with a part of one.
   *
   * @param template its file without {@code .jte}: {@code builds/list}
   * @param model the template's one parameter
   */
  public static Answer page(int status, String template, Object model) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    ENGINE.render(template + ".jte", model, output);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
    try {
      output.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return guarded(Answer.of(status, "text/html; charset=utf-8", bytes.toByteArray()));
  }

  /** Answers that a part of a page is as it was: the library leaves it alone. */
  public static Answer unchanged() {
    return guarded(Answer.nothing(204));
  }

  /** With what a browser must know of every answer to a page. */
  static Answer guarded(Answer answer) {
    return answer
        .with("Content-Security-Policy", POLICY)
        // Not "no-referrer": browsers would hide where a form comes from.
        .with("Referrer-Policy", "same-origin")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Cross-Origin-Resource-Policy", "same-origin")
        .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        .with("Vary", "Accept-Language, Cookie");
  }

  private static TemplateEngine engine() {
    TemplateEngine engine =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            Templates.class.getClassLoader(),
            "dev.hearth.dispatcher.console.compiled");
    engine.setTrimControlStructures(true);
    return engine;
  }
}
