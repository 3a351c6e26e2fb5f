package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.CommandFailure;

/**
 * An image as a person names it: {@code team/app:tag}, {@code team/app@COMMIT} or {@code
 * team/app@sha256:…}.
 */
record ImageName(String repository, String reference) {
  static ImageName parse(String text) {
    int at = text.indexOf('@');
    int split = at >= 0 ? at : text.lastIndexOf(':');
    if (split <= 0 || split == text.length() - 1) {
      throw new CommandFailure(
          "\"%s\" names no image; it is like team/app@COMMIT or team/app:tag".formatted(text));
    }
    return new ImageName(text.substring(0, split), text.substring(split + 1));
  }
}
