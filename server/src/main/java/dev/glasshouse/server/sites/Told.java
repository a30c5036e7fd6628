package dev.glasshouse.server.sites;

/** Where a server tells the person who runs it what goes wrong. Safe for many threads. */
@FunctionalInterface
public interface Told {
  /** Tells nobody. */
  Told NOBODY = _ -> {};

  /** Something went wrong, in one line. */
  void problem(String line);
}
