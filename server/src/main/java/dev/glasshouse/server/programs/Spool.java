package dev.glasshouse.server.programs;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A body whose length is known: the one that came, or a copy of it, in memory while it is small and
 * in a file of its own from then on.
 */
final class Spool implements AutoCloseable {
  private static final int IN_MEMORY = 64 * 1024;

  private final Body body;
  private final Optional<Path> file;

  private Spool(Body body, Optional<Path> file) {
    this.body = body;
    this.file = file;
  }

  /**
   * Learns a body's length, if need be by taking it whole.
   *
   * @throws ProgramException when it is longer than is allowed, or cannot be kept
   * @throws IOException when it cannot be read
   */
  static Spool of(Body body, long most) throws IOException {
    return of(body, most, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  /**
   * The same.
   *
   * @param folder where it is kept
   */
  static Spool of(Body body, long most, Path folder) throws IOException {
    if (body.length().isPresent()) {
      return new Spool(body, Optional.empty());
    }
    try (BodyStream in = body.open()) {
      byte[] first = in.readNBytes(IN_MEMORY + 1);
      if (first.length > most) {
        throw tooLarge(most);
      }
      if (first.length <= IN_MEMORY) {
        return new Spool(Body.of(first), Optional.empty());
      }
      Path file = kept(() -> Files.createTempFile(folder, "glass-body-", ".part"));
      try (OutputStream out = kept(() -> Files.newOutputStream(file))) {
        write(out, first, first.length);
        byte[] piece = new byte[IN_MEMORY];
        long size = first.length;
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          size += n;
          if (size > most) {
            throw tooLarge(most);
          }
          write(out, piece, n);
        }
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return new Spool(Body.of(file), Optional.of(file));
    }
  }

  private static ProgramException tooLarge(long most) {
    return new ProgramException(
        Status.CONTENT_TOO_LARGE,
        Because.of(ProgramReason.BODY_TOO_LARGE, most),
        "the body is too large to be kept until its length is known");
  }

  private interface Keeping<T> {
    T done() throws IOException;
  }

  private static void write(OutputStream out, byte[] bytes, int length) throws ProgramException {
    Object _ =
        kept(() -> {
          out.write(bytes, 0, length);
          return out;
        });
  }

  /** What goes wrong on this machine's disk is not what goes wrong with the client. */
  private static <T> T kept(Keeping<T> keeping) throws ProgramException {
    try {
      return keeping.done();
    } catch (IOException e) {
      var full =
          new ProgramException(
              Status.INSUFFICIENT_STORAGE,
              Because.of(ProgramReason.NO_ROOM, Texts.of(e)),
              "there is no room here to keep the body until its length is known");
      full.initCause(e);
      throw full;
    }
  }

  Body body() {
    return body;
  }

  @Override
  public void close() {
    if (file.isPresent()) {
      try {
        Files.deleteIfExists(file.get());
      } catch (IOException _) {
        // It lies where temporary files are cleared away.
      }
    }
  }
}
