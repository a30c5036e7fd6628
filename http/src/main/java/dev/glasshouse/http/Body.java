package dev.glasshouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The content of a message: how long it is, if that is known, and the bytes. */
public sealed interface Body {
  /** No content. */
  Body NONE = new Bytes(new byte[0]);

  /** The length, bytes; empty when it shows only at the end. */
  OptionalLong length();

  /** Whether {@link #open} works more than once, so that the message can be sent again. */
  boolean isReplayable();

  /**
   * The bytes, from the first on.
   *
   * @throws IOException when they cannot be read
   * @throws IllegalStateException when they were taken before and cannot be had again
   */
  BodyStream open() throws IOException;

  /** Whether it is known to be empty. */
  default boolean isEmpty() {
    return length().orElse(-1) == 0;
  }

  /** These bytes; they are not copied. */
  static Body of(byte[] bytes) {
    return bytes.length == 0 ? NONE : new Bytes(bytes);
  }

  /** This text in UTF-8. */
  static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A file, as long as it is now.
   *
   * @throws IOException when its size cannot be had
   */
  static Body of(Path file) throws IOException {
    return new File(file, Files.size(file));
  }

  /** A stream of unknown length, which can be sent once. */
  static Body streaming(InputStream in) {
    return new Stream(in, OptionalLong.empty());
  }

  /** A stream of known length, which can be sent once. */
  static Body streaming(InputStream in, long length) {
    return new Stream(in, OptionalLong.of(length));
  }

  /** A stream of a length that is perhaps known, which can be sent once. */
  static Body streaming(InputStream in, OptionalLong length) {
    return new Stream(in, length);
  }

  /** Bodies one behind the other; each is opened when its turn comes. */
  static Body joined(List<Body> parts) {
    return new Joined(List.copyOf(parts));
  }

  /** Bytes in memory. */
  final class Bytes implements Body {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(bytes.length);
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public BodyStream open() {
      return BodyStream.of(bytes);
    }
  }

  /** A file on this machine. */
  final class File implements Body {
    private final Path path;
    private final long size;

    private File(Path path, long size) {
      this.path = path;
      this.size = size;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(size);
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public BodyStream open() throws IOException {
      return BodyStream.over(Files.newInputStream(path));
    }
  }

  /** A stream that is read once. */
  final class Stream implements Body {
    private final InputStream in;
    private final OptionalLong length;
    private final java.util.concurrent.atomic.AtomicBoolean taken =
        new java.util.concurrent.atomic.AtomicBoolean();

    private Stream(InputStream in, OptionalLong length) {
      this.in = in;
      this.length = length;
    }

    @Override
    public OptionalLong length() {
      return length;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public BodyStream open() {
      if (!taken.compareAndSet(false, true)) {
        throw new IllegalStateException("this body was taken before");
      }
      return BodyStream.over(in);
    }
  }

  /** Bodies one behind the other. */
  final class Joined implements Body {
    private final List<Body> parts;

    private Joined(List<Body> parts) {
      this.parts = parts;
    }

    @Override
    public OptionalLong length() {
      long length = 0;
      for (Body part : parts) {
        if (part.length().isEmpty()) {
          return OptionalLong.empty();
        }
        length += part.length().getAsLong();
      }
      return OptionalLong.of(length);
    }

    @Override
    public boolean isReplayable() {
      return parts.stream().allMatch(Body::isReplayable);
    }

    @Override
    public BodyStream open() {
      return new JoinedStream(parts);
    }
  }
}
