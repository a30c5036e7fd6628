package dev.glasshouse.server.programs;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Status;
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
   * @throws ProgramException when it is longer than is allowed
   * @throws IOException when it cannot be read or kept
   */
  static Spool of(Body body, long most) throws IOException {
    if (body.length().isPresent()) {
      return new Spool(body, Optional.empty());
    }
    try (BodyStream in = body.open()) {
      byte[] first = in.readNBytes(IN_MEMORY + 1);
      if (first.length <= IN_MEMORY) {
        return new Spool(Body.of(first), Optional.empty());
      }
      Path file = Files.createTempFile("glass-body-", ".part");
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(first);
        byte[] piece = new byte[IN_MEMORY];
        long size = first.length;
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          size += n;
          if (size > most) {
            throw new ProgramException(
                Status.CONTENT_TOO_LARGE,
                Because.of(ProgramReason.BODY_TOO_LARGE, most),
                "the body is too large to be kept until its length is known");
          }
          out.write(piece, 0, n);
        }
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return new Spool(Body.of(file), Optional.of(file));
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
