package dev.glasshouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The content of a message: how long it is, if that is known, and the bytes. */
public sealed interface Body {
  /** No content. */
  Body NONE = new Bytes(ByteBuffer.allocate(0), false);

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

  /** Whether it is a stream of which what has come can be had without waiting for more. */
  default boolean isPrompt() {
    return false;
  }

  /**
   * Whether it is only said for want of a better: {@link Response#standingIn}. What a program, a
   * file or another server answered with is not.
   */
  default boolean isStandIn() {
    return false;
  }

  /** The same bytes in memory, only said for want of better. */
  static Body standIn(Bytes bytes) {
    return new Bytes(bytes.bytes, true);
  }

  /**
   * Where its bytes lie as they are in a file, so that the kernel can send them from there; empty
   * for what does not lie in one.
   */
  default Optional<InFile> inFile() {
    return Optional.empty();
  }

  /**
   * Bytes of a file.
   *
   * @param path the file
   * @param first the first byte's number, from 0
   * @param end the number after the last byte's
   */
  record InFile(Path path, long first, long end) {}

  /** Whether it is a stream that mostly waits: {@link BodyStream#isPatient}. */
  default boolean isPatient() {
    return false;
  }

  /** These bytes; they are not copied. */
  static Body of(byte[] bytes) {
    return of(ByteBuffer.wrap(bytes));
  }

  /**
   * The bytes between a buffer's position and its limit, which nobody changes any more; they are
   * not copied. A direct buffer's need not be copied by whoever sends them either.
   */
  static Body of(ByteBuffer bytes) {
    return bytes.hasRemaining() ? new Bytes(bytes.slice().asReadOnlyBuffer(), false) : NONE;
  }

  /**
   * The bytes between a buffer's position and its limit, which a file holds as well, so that the
   * kernel can send them from there.
   *
   * @param file holds these bytes and no others; whoever opened it closes it
   */
  static Body of(ByteBuffer bytes, OpenFile file) {
    return new Bytes(bytes.slice().asReadOnlyBuffer(), false, Optional.of(file));
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

  /**
   * Some of the bytes of a body that can be opened more than once and whose length is known.
   *
   * @param first the first byte's number, from 0
   * @param end the number after the last byte's
   * @throws IllegalArgumentException when the body is not of that kind, or not as long
   */
  default Body part(long first, long end) {
    if (!isReplayable() || first < 0 || first > end || end > length().orElse(-1)) {
      throw new IllegalArgumentException("no part " + first + " to " + end + " of this body");
    }
    return new Cut(this, first, end);
  }

  /** Bytes in memory. */
  final class Bytes implements Body {
    private final ByteBuffer bytes;
    private final boolean standIn;

    private final Optional<OpenFile> file;

    private Bytes(ByteBuffer bytes, boolean standIn) {
      this(bytes, standIn, Optional.empty());
    }

    private Bytes(ByteBuffer bytes, boolean standIn, Optional<OpenFile> file) {
      this.bytes = bytes;
      this.standIn = standIn;
      this.file = file;
    }

    /** The file that holds these bytes and no others, where one is at hand. */
    public Optional<OpenFile> file() {
      return file;
    }

    @Override
    public boolean isStandIn() {
      return standIn;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(bytes.capacity());
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    /** The bytes, to be read only. */
    public ByteBuffer buffer() {
      return bytes.duplicate();
    }

    @Override
    public Body part(long first, long end) {
      return of(bytes.slice((int) first, (int) (end - first)));
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
    public Optional<InFile> inFile() {
      return Optional.of(new InFile(path, 0, size));
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
    public boolean isPrompt() {
      return in instanceof BodyStream its && its.isPrompt();
    }

    @Override
    public boolean isPatient() {
      return in instanceof BodyStream its && its.isPatient();
    }

    @Override
    public BodyStream open() {
      if (!taken.compareAndSet(false, true)) {
        throw new IllegalStateException("this body was taken before");
      }
      return BodyStream.over(in);
    }
  }

  /** A run of another body's bytes. */
  final class Cut implements Body {
    private final Body whole;
    private final long first;
    private final long end;

    private Cut(Body whole, long first, long end) {
      this.whole = whole;
      this.first = first;
      this.end = end;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(end - first);
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public Optional<InFile> inFile() {
      return whole
          .inFile()
          .map(its -> new InFile(its.path(), its.first() + first, its.first() + end));
    }

    @Override
    public BodyStream open() throws IOException {
      BodyStream in = whole.open();
      try {
        in.skipNBytes(first);
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return BodyStream.over(new CutStream(in, end - first));
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

  /** No content: what comes after the head is a tunnel's. */
  abstract sealed class NoContent implements Body {
    @Override
    public final OptionalLong length() {
      return OptionalLong.empty();
    }

    @Override
    public final boolean isReplayable() {
      return false;
    }

    @Override
    public final BodyStream open() {
      throw new IllegalStateException("a response without content of its own");
    }
  }

  /** In the place of a server's content: who speaks on the connection or stream from now on. */
  final class Taking extends NoContent {
    private final Tunnel.User user;

    Taking(Tunnel.User user) {
      this.user = user;
    }

    /** Who speaks. */
    public Tunnel.User user() {
      return user;
    }
  }

  /** In the place of the content that a client reads: a tunnel. */
  final class Tunnelled extends NoContent {
    private final Tunnel tunnel;

    /** The body of a response that opened this tunnel. */
    public Tunnelled(Tunnel tunnel) {
      this.tunnel = tunnel;
    }

    /** The tunnel. */
    public Tunnel tunnel() {
      return tunnel;
    }
  }

  /** In the place of a response that is not there yet: no thread waits for it. */
  final class Later extends NoContent {
    private final CompletableFuture<Response> response;

    Later(CompletableFuture<Response> response) {
      this.response = response;
    }

    /** Nobody waits for it any more; does nothing when it is there. */
    public void cancel() {
      response.cancel(false);
    }

    /**
     * Takes the response when it is there, or why it will not come; at once when it is.
     *
     * @param longest after which it will not come
     * @param then must not block
     */
    public void whenReady(
        Duration longest, BiConsumer<@Nullable Response, @Nullable Throwable> then) {
      var _ = response.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).whenComplete(then);
    }
  }
}
