package dev.glasshouse.css.cascade;

import dev.glasshouse.css.media.MediaQueryList;
import java.util.Optional;

/**
 * An {@code @import}: a sheet that the caller may fetch and attach with {@link
 * StyleSheet#withImport}. Compared by identity.
 */
public final class ImportRule {
  private final String url;
  private final MediaQueryList media;
  private final Optional<String> layer;
  private final int line;

  ImportRule(String url, MediaQueryList media, Optional<String> layer, int line) {
    this.url = url;
    this.media = media;
    this.layer = layer;
    this.line = line;
  }

  /** Absolute where the sheet's own URL is known. */
  public String url() {
    return url;
  }

  /** When its rules apply. */
  public MediaQueryList media() {
    return media;
  }

  /** The layer that its rules go into: empty for none, an empty name for an anonymous one. */
  public Optional<String> layer() {
    return layer;
  }

  /** Line in the sheet, from 1. */
  public int line() {
    return line;
  }
}
