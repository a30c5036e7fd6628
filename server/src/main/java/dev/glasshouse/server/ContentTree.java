package dev.glasshouse.server;

import java.io.IOException;
import java.util.List;

/** A tree of files that a site is made of. */
public interface ContentTree {

  /**
   * What stands at a path.
   *
   * @param segments the path's segments, decoded and checked by {@link RequestPath}; empty for the
   *     root
   * @throws IOException when it cannot be told
   */
  Content find(List<String> segments) throws IOException;
}
