package dev.glasshouse.dns.recursive;

import java.util.HashSet;
import java.util.Set;

/**
 * What was done already, so that it is not done again. Most resolutions do little twice: as long as
 * nothing was done, nothing is held.
 */
final class Once<T> {
  private Set<T> done = Set.of();

  /** Something is done now. Whether it is the first time. */
  boolean add(T what) {
    if (done.isEmpty()) {
      done = new HashSet<>();
    }
    return done.add(what);
  }

  boolean contains(T what) {
    return done.contains(what);
  }
}
