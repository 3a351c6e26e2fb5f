package dev.hearth.agent.compile;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads what the engine answers of a container's log with time stamps. A frame is one byte of kind
 * (which stream), three of nothing, four of length; then a time stamp, a blank and the text: a
 * line, or a piece of one.
 *
 * <p>The engine cuts lines into pieces of 16 KiB, and up to version 20 at least its local log loses
 * the line end of a line that it has cut. So a shorter piece without a line end had one, if more of
 * its stream follows. Without time stamps an empty last piece would not be sent at all.
 */
final class LogFrames {
  private static final int WHOLE_PIECE = 1 << 14;
  private static final byte[] LINE_END = {'\n'};

  private final DataInputStream frames;
  private final boolean[] inCutLine = new boolean[3];
  private long position;

  /** Takes what a container printed, piece by piece, counted from 0. */
  interface Piece {
    void at(long position, byte[] bytes);
  }

  LogFrames(InputStream answer) {
    this.frames = new DataInputStream(answer);
  }

  void copy(Piece to) throws IOException {
    while (true) {
      int kind = frames.read();
      if (kind < 0) {
        return;
      }
      frames.skipNBytes(3);
      int length = frames.readInt();
      byte[] frame = frames.readNBytes(length);
      if (frame.length < length) {
        throw new EOFException("the output ended in the middle of a frame");
      }
      int stream = Math.min(kind, inCutLine.length - 1);
      if (inCutLine[stream]) {
        give(LINE_END, to);
      }
      byte[] text = withoutTimeStamp(frame);
      inCutLine[stream] =
          text.length < WHOLE_PIECE && (text.length == 0 || text[text.length - 1] != '\n');
      give(text, to);
    }
  }

  private void give(byte[] bytes, Piece to) {
    to.at(position, bytes);
    position += bytes.length;
  }

  private static byte[] withoutTimeStamp(byte[] frame) {
    int blank = 0;
    while (blank < frame.length && frame[blank] != ' ') {
      blank++;
    }
    return Arrays.copyOfRange(frame, Math.min(blank + 1, frame.length), frame.length);
  }
}
