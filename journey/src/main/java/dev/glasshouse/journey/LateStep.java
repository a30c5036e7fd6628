package dev.glasshouse.journey;

/**
 * A step whose facts are put together when somebody reads them, on the reader's thread: for who has
 * better to do than to write texts that are perhaps never read. What it is made of must not change
 * meanwhile.
 */
@FunctionalInterface
public interface LateStep {
  /** The step; the same each time. */
  Step step();
}
