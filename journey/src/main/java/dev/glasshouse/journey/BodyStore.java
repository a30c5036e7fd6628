package dev.glasshouse.journey;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bodies on disk, each under the SHA-256 of its bytes, so that a body that came twice is kept once.
 *
 * <p>The store never takes more bytes than it may, what is being written included: the bodies that
 * were used longest ago make room; one of more than half of the store is not kept, so that no
 * single body drives out all others. A body appears whole or not at all (it is written beside and
 * moved in). Safe for use by many threads of one process.
 */
public final class BodyStore {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final long maxBytes;
  private final long maxBody;
  private final Supplier<Instant> clock;
  private final Object lock = new Object();
  private long bytes;

  private BodyStore(Path folder, long maxBytes, long maxBody, Supplier<Instant> clock)
      throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.maxBody = Math.min(maxBody, maxBytes / 2);
    this.clock = clock;
    Files.createDirectories(folder);
    sweep();
  }

  /**
   * The store in a folder, which is made if it is not there.
   *
   * @param maxBytes how many bytes of bodies it may hold
   */
  public static BodyStore at(Path folder, long maxBytes) throws IOException {
    return at(folder, maxBytes, Long.MAX_VALUE);
  }

  /**
   * The store in a folder, which is made if it is not there.
   *
   * @param maxBytes how many bytes of bodies it may hold
   * @param maxBody how large one body may be, bytes; never more than half of the store
   */
  public static BodyStore at(Path folder, long maxBytes, long maxBody) throws IOException {
    return new BodyStore(folder, maxBytes, maxBody, Instant::now);
  }

  static BodyStore at(Path folder, long maxBytes, Supplier<Instant> clock) throws IOException {
    return new BodyStore(folder, maxBytes, Long.MAX_VALUE, clock);
  }

  /** How large one body may be, bytes. */
  public long maxBody() {
    return maxBody;
  }

  /** Bytes that its bodies take. */
  public long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  /** Keeps a body. Its hash, or empty when it is too large. */
  public Optional<String> put(byte[] body) throws IOException {
    try (Writer writer = writer()) {
      writer.write(body, 0, body.length);
      return writer.finish();
    }
  }

  /** The body with a hash, if it is still there. */
  public Optional<byte[]> get(String hash) throws IOException {
    Optional<Path> file = file(hash);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file.get()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The file of the body with a hash, if it is still there. */
  public Optional<Path> file(String hash) throws IOException {
    if (!HASH.matcher(hash).matches()) {
      return Optional.empty();
    }
    Path file = place(hash);
    synchronized (lock) {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Files.setLastModifiedTime(file, FileTime.from(clock.get()));
      return Optional.of(file);
    }
  }

  /** Begins to write a body that comes in pieces. Close it in any case. */
  public Writer writer() throws IOException {
    return new Writer(Files.createTempFile(folder, "incoming-", ".part"));
  }

  private Path place(String hash) {
    return folder.resolve(hash.substring(0, 2)).resolve(hash);
  }

  /** Counts what is there, and removes what an earlier process began and did not finish. */
  private void sweep() throws IOException {
    synchronized (lock) {
      for (Path file : files()) {
        if (HASH.matcher(name(file)).matches()) {
          bytes += Files.size(file);
        } else if (name(file).endsWith(".part")) {
          Files.deleteIfExists(file);
        }
      }
      makeRoom(0);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder, 2)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private boolean reserve(long more) throws IOException {
    synchronized (lock) {
      if (!makeRoom(more)) {
        return false;
      }
      bytes += more;
      return true;
    }
  }

  private void release(long reserved) {
    synchronized (lock) {
      bytes -= reserved;
    }
  }

  /** Removes the bodies that were used longest ago until {@code more} bytes fit. */
  private boolean makeRoom(long more) throws IOException {
    if (bytes + more <= maxBytes) {
      return true;
    }
    record Kept(Path file, FileTime used, long size) {}
    var kept = new ArrayList<Kept>();
    for (Path file : files()) {
      if (HASH.matcher(name(file)).matches()) {
        kept.add(new Kept(file, Files.getLastModifiedTime(file), Files.size(file)));
      }
    }
    kept.sort(Comparator.comparing(Kept::used).thenComparing(Kept::file));
    for (Kept oldest : kept) {
      if (bytes + more <= maxBytes) {
        break;
      }
      Files.deleteIfExists(oldest.file());
      bytes -= oldest.size();
    }
    return bytes + more <= maxBytes;
  }

  /** One body on its way into the store. For one thread. */
  public final class Writer extends OutputStream implements Closeable {
    private final Path part;
    private final OutputStream out;
    private final MessageDigest digest;
    private long reserved;
    private boolean tooLarge;
    private boolean done;

    private Writer(Path part) throws IOException {
      this.part = part;
      this.out = Files.newOutputStream(part);
      try {
        this.digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has SHA-256", e);
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    /** Takes a piece. Once the body is too large, the rest of it is let go. */
    @Override
    public void write(byte[] piece, int from, int length) throws IOException {
      if (tooLarge || done) {
        return;
      }
      if (reserved + length > maxBody || !reserve(length)) {
        tooLarge = true;
        return;
      }
      reserved += length;
      digest.update(piece, from, length);
      out.write(piece, from, length);
    }

    /** The body is whole. Its hash, or empty when it was too large. */
    public Optional<String> finish() throws IOException {
      if (tooLarge || done) {
        return Optional.empty();
      }
      out.close();
      String hash = HexFormat.of().formatHex(digest.digest());
      synchronized (lock) {
        moveIn(place(hash));
      }
      done = true;
      return Optional.of(hash);
    }

    private void moveIn(Path place) throws IOException {
      if (Files.exists(place)) {
        Files.setLastModifiedTime(place, FileTime.from(clock.get()));
        return;
      }
      Files.createDirectories(folder.resolve(name(place).substring(0, 2)));
      Files.setLastModifiedTime(part, FileTime.from(clock.get()));
      try {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, place);
      }
      reserved = 0;
    }

    /** Gives back what was not kept. */
    @Override
    public void close() throws IOException {
      done = true;
      release(reserved);
      reserved = 0;
      out.close();
      Files.deleteIfExists(part);
    }
  }
}
