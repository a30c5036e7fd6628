package dev.glasshouse.fetch.cookies;

import dev.glasshouse.http.cookies.Cookie;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link CookieJar} between runs: a text file, a cookie a line (see {@link CookieLine}), for the
 * eyes of its owner only (mode 0600). Cookies that end with the browser are not in it.
 *
 * <p>Processes may use it at the same time. It is replaced as a whole: written beside, brought to
 * the disk, then moved, so that whatever ends a process leaves either the old file or the new one.
 * Whoever replaces it holds the lock beside it, reads it again, and changes only what has changed
 * in his own jar: what others put there stays. A line that is no cookie is named and passed over,
 * and stays as it is, below the others, for whoever can put it right; a file that is none of ours,
 * or too large to be read whole, is never written over.
 */
public final class CookieFile {
  static final String HEAD = "# glasshouse cookies 1";

  /** How many broken lines are named. */
  private static final int MOST_NAMED = 50;

  private static final int LOCK_TRIES = 100;
  private static final long LOCK_PAUSE_MILLIS = 20;

  private final Path path;

  /** The file at this path; it need not be there. */
  public CookieFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /**
   * What was found.
   *
   * @param cookies the cookies, as they stand
   * @param problems what could not be read, each with its line; empty when all could
   * @param broken the lines that are none of cookies, as they stand
   * @param untouchable why the file must be left as it is; empty when it may be replaced
   */
  private record Content(
      List<Stored> cookies,
      List<String> problems,
      List<String> broken,
      Optional<String> untouchable) {
    static final Content NONE = new Content(List.of(), List.of(), List.of(), Optional.empty());
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * Puts what it holds into a jar.
   *
   * @return what could not be read, each with its line; empty when all could
   */
  public List<String> load(CookieJar jar, Instant now) {
    try {
      Content content = read(jar.limits());
      jar.load(content.cookies(), now);
      return content.problems();
    } catch (IOException e) {
      return List.of("it cannot be read: " + reason(e));
    }
  }

  /**
   * Brings a jar's changes into it.
   *
   * @return how many cookies it holds now; empty when there was nothing to change
   * @throws IOException when it cannot be written; the changes wait for the next try
   */
  public Optional<Integer> save(CookieJar jar, Instant now) throws IOException {
    return jar.hasChanges() ? Optional.of(save(jar, now, BrokenLines.STAY)) : Optional.empty();
  }

  /**
   * Leaves nothing in it of a jar's cookies that were deleted, nor of the lines that could not be
   * read: nobody can say whose they are.
   *
   * @return how many lines went that could not be read
   * @throws IOException when it cannot be written
   */
  public int clear(CookieJar jar, Instant now) throws IOException {
    int broken = read(jar.limits()).broken().size();
    if (broken > 0 || jar.hasChanges()) {
      int _ = save(jar, now, BrokenLines.GO);
    }
    return broken;
  }

  /** What becomes of the lines that are none of cookies. */
  private enum BrokenLines {
    STAY,
    GO
  }

  private int save(CookieJar jar, Instant now, BrokenLines brokenLines) throws IOException {
    Path folder = path.getParent();
    if (folder == null) {
      throw new IOException(path + " is no place for a file");
    }
    Files.createDirectories(folder);
    CookieJar.Changes changes = jar.takeChanges();
    boolean saved = false;
    try (var channel =
            FileChannel.open(
                folder.resolve(path.getFileName() + ".lock"),
                java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                ownersOnly(folder));
        FileLock _ = lock(channel)) {
      int cookies = replace(folder, changes, jar.limits(), now, brokenLines);
      saved = true;
      return cookies;
    } finally {
      if (!saved) {
        jar.putBack(changes);
      }
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    for (int tries = 0; tries < LOCK_TRIES; tries++) {
      try {
        FileLock held = channel.tryLock();
        if (held != null) {
          return held;
        }
      } catch (OverlappingFileLockException _) {
        // Another browser of this very process: the same as another process.
      }
      try {
        Thread.sleep(LOCK_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for " + path, e);
      }
    }
    throw new IOException("another process holds " + path);
  }

  private int replace(
      Path folder,
      CookieJar.Changes changes,
      JarLimits limits,
      Instant now,
      BrokenLines brokenLines)
      throws IOException {
    Content content = read(limits);
    if (content.untouchable().isPresent()) {
      throw new IOException(path + " is " + content.untouchable().get() + ", and is left as it is");
    }
    Map<Cookie.Key, Stored> all = new LinkedHashMap<>();
    content.cookies().forEach(stored -> all.put(stored.cookie().key(), stored));
    changes.used().forEach((key, stored) -> all.computeIfPresent(key, (_, _) -> stored));
    changes
        .set()
        .forEach((key, stored) ->
            stored.ifPresentOrElse(its -> all.put(key, its), () -> all.remove(key)));
    // What others have put there counts, too: a jar of its own keeps the file within the limits.
    var merged = new CookieJar(limits);
    merged.load(all.values().stream().sorted(Comparator.comparing(Stored::used)).toList(), now);
    List<Stored> kept =
        merged.stored(now).stream()
            .filter(stored -> stored.cookie().expires().isPresent())
            .toList();
    var text = new FileText(limits.file());
    if (brokenLines == BrokenLines.STAY) {
      text.broken(content.broken());
    }
    int cookies = text.cookies(kept);
    write(folder, text.bytes());
    return cookies;
  }

  private void write(Path folder, byte[] text) throws IOException {
    Path beside = Files.createTempFile(folder, "cookies", ".new", ownersOnly(folder));
    try {
      try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        var bytes = java.nio.ByteBuffer.wrap(text);
        while (bytes.hasRemaining()) {
          int _ = channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private Content read(JarLimits limits) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes(Math.toIntExact(limits.file() + 1));
    } catch (NoSuchFileException _) {
      return Content.NONE;
    }
    if (bytes.length == 0) {
      return Content.NONE;
    }
    List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    if (!lines.getFirst().equals(HEAD)) {
      return new Content(
          List.of(),
          List.of("line 1: it is no file of cookies"),
          List.of(),
          Optional.of("no file of cookies"));
    }
    var cookies = new ArrayList<Stored>();
    var problems = new ArrayList<String>();
    var broken = new ArrayList<String>();
    Optional<String> untouchable = Optional.empty();
    int whole = lines.size();
    if (bytes.length > limits.file()) {
      untouchable = Optional.of("larger than " + limits.file() + " bytes");
      problems.add("it is larger than " + limits.file() + " bytes: only its beginning is read");
      whole--;
    }
    for (int i = 1; i < whole; i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        cookies.add(CookieLine.read(line, limits.cookie()));
      } catch (CookieLine.BrokenException e) {
        broken.add(line);
        if (broken.size() <= MOST_NAMED) {
          problems.add("line " + (i + 1) + ": " + e.getMessage());
        }
      }
    }
    if (broken.size() > MOST_NAMED) {
      problems.add((broken.size() - MOST_NAMED) + " more lines are none of cookies");
    }
    return new Content(cookies, problems, broken, untouchable);
  }

  private static String reason(IOException e) {
    if (e instanceof FileSystemException about && about.getReason() != null) {
      // Without the path, which is told anyway.
      return about.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
