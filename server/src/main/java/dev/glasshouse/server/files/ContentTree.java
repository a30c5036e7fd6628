package dev.glasshouse.server.files;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A tree of files that a site is made of. */
public interface ContentTree {

  /**
   * What a folder holds, up to some names.
   *
   * @param names sorted: folders first, then by name
   * @param left how many more there are
   */
  record Names(List<Listed> names, long left) {
    public Names {
      names = List.copyOf(names);
    }
  }

  /**
   * What stands at a path.
   *
   * @param segments the path's segments, decoded and checked by {@link RequestPath}; empty for the
   *     root
   * @throws IOException when it cannot be told
   */
  Content find(List<String> segments) throws IOException;

  /**
   * Reads a file into memory; empty for what is not kept there.
   *
   * @param segments the way to the file
   * @param most bytes that it may have
   * @throws IOException when it cannot be read
   */
  default Optional<Kept> keep(List<String> segments, int most, Instant now) throws IOException {
    return Optional.empty();
  }

  /**
   * What a folder holds; empty for a tree that does not tell.
   *
   * @param segments the way to the folder
   * @param most names to give
   * @throws IOException when it cannot be read
   */
  default Optional<Names> list(List<String> segments, int most) throws IOException {
    return Optional.empty();
  }
}
