package dev.glasshouse.server.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import java.util.Optional;

/**
 * Files that are asked for often, in memory, by the paths that they were found at: as many as fit.
 * What is found here has been decided before for the same path (which file, whether it may be
 * seen), and is asked about again each time: whether the file is still the same.
 */
final class ReadyFiles {
  /** What an entry takes besides its content, bytes: its paths, fields and places in tables. */
  private static final int OVERHEAD = 2048;

  private final Cache<String, Ready> known;

  /**
   * A file at a path.
   *
   * @param kept its bytes
   * @param found what the path was found to be, in words
   * @param because why
   * @param codable whether clients that take codings get it in another form
   * @param whole the answer to a GET without conditions
   */
  record Ready(Kept kept, String found, Because because, boolean codable, Response whole) {}

  ReadyFiles(FileLimits limits) {
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(limits.kept())
            .executor(Runnable::run)
            .weigher((String path, Ready ready) -> OVERHEAD + path.length() + size(ready))
            .build();
  }

  private static int size(Ready ready) {
    return (int) ready.kept().file().body().length().orElse(0);
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
    return Optional.of(ready);
  }

  void keep(String path, Ready ready) {
    known.put(path, ready);
  }
}
