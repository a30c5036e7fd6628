package dev.glasshouse.server.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.OpenFile;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Files that are asked for often, in memory, by the paths that they were found at: as many as fit.
 * What is found here has been decided before for the same path (which file, whether it may be
 * seen), and is asked about again each time: whether the file is still the same.
 */
final class ReadyFiles {
  /** Requests after which a file is asked for often. */
  private static final int OFTEN = 16;

  /** Bytes from which on it is worth to have content where the kernel can take it from. */
  private static final int LARGE = 16 * 1024;

  /** What an entry takes besides its content, bytes: its paths, fields and places in tables. */
  private static final int OVERHEAD = 2048;

  private final Cache<String, Ready> known;

  /**
   * A file at a path.
   *
   * @param kept what tells whether it is the same still
   * @param file the file, its bytes in memory
   * @param found what the path was found to be, in words
   * @param because why
   * @param codable whether clients that take codings get it in another form
   * @param whole the answer to a GET without conditions
   * @param coded its other forms, as far as they are known
   * @param asked how often it was found
   */
  record Ready(
      Kept kept,
      Content.File file,
      String found,
      Because because,
      boolean codable,
      Response whole,
      CodedForms coded,
      AtomicInteger asked) {
    static Ready of(Kept kept, String found, Because because, boolean codable, Response whole) {
      return new Ready(
          kept,
          kept.file(),
          found,
          because,
          codable,
          whole,
          CodedForms.UNKNOWN,
          new AtomicInteger());
    }

    Ready with(CodedForms forms) {
      return new Ready(kept, file, found, because, codable, whole, forms, asked);
    }

    /**
     * The same outside of the heap, from where it is sent without being copied; where it is large,
     * with the file itself, from which the kernel sends it.
     */
    Ready direct() {
      if (!(file.body() instanceof Body.Bytes bytes)) {
        return this;
      }
      ByteBuffer content = bytes.buffer();
      int size = content.remaining();
      ByteBuffer direct = ByteBuffer.allocateDirect(size).put(content).flip();
      Body body =
          (size < OpenFile.WORTH ? Optional.<OpenFile>empty() : kept.open())
              .map(its -> Body.of(direct, its))
              .orElseGet(() -> Body.of(direct));
      var moved = new Content.File(file.name(), file.modified(), file.entityTag(), body);
      return new Ready(kept, moved, found, because, codable, whole.with(body), coded, asked);
    }

    private Optional<OpenFile> open() {
      return file.body() instanceof Body.Bytes bytes ? bytes.file() : Optional.empty();
    }
  }

  ReadyFiles(FileLimits limits) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(limits.kept())
            .executor(Runnable::run)
            .removalListener(
                (@Nullable String _, @Nullable Ready ready, RemovalCause _) -> letGo(ready))
            .weigher((String path, Ready ready) -> OVERHEAD + path.length() + size(ready))
            .build();
  }

  private static int size(Ready ready) {
    return (int) (ready.file().body().length().orElse(0) + ready.coded().bytes());
  }

  /** The file at a path, if it is the same still. */
  Optional<Ready> find(String path) {
    Ready ready = known.getIfPresent(path);
    if (ready == null) {
      return Optional.empty();
    }
    if (!ready.kept().isCurrent()) {
      known.invalidate(path);
      return Optional.empty();
    }
    if (ready.asked().get() < OFTEN
        && ready.asked().incrementAndGet() == OFTEN
        && ready.file().body().length().orElse(0) > LARGE) {
      ready = ready.direct();
      keep(path, ready);
      letGo(ready);
    }
    return Optional.of(ready);
  }

  /** Keeps it, and holds its open file as long: by it no more are open than fit in memory. */
  void keep(String path, Ready ready) {
    ready.open().ifPresent(OpenFile::hold);
    known.put(path, ready);
  }

  private static void letGo(@Nullable Ready ready) {
    if (ready != null) {
      ready.open().ifPresent(OpenFile::close);
    }
  }
}
