package dev.glasshouse.fetch.priority;

/** When the content is needed. */
public enum Loading {
  /** As usual for what it is for. */
  NORMAL,
  /** The parser or the first paint waits for it. */
  BLOCKING,
  /** Whenever it comes: {@code async}, {@code defer}, a sheet for other media. */
  LATER,
  /** Not before somebody is near it: {@code loading=lazy}. */
  LAZY,
  /** Not for this page, but for one that may come next: {@code rel=prefetch}. */
  PREFETCH
}
