package dev.glasshouse.dom.html;

import java.util.Optional;

/**
 * A resource that the input ahead of the parser asks for.
 *
 * @param kind what it is for
 * @param url absolute; of an image with {@code srcset} the {@code src}, which may be the wrong
 *     choice
 * @param script how a script would run; {@link ScriptMode#NONE} for anything else
 * @param media the media query that it depends on; empty where it depends on none
 * @param crossOrigin the value of {@code crossorigin}; empty where there is no such attribute
 * @param srcset the value of {@code srcset}, not split; empty where there is none
 * @param sizes the value of {@code sizes}; empty where there is none
 * @param lazy whether it says {@code loading=lazy}
 * @param options what else the tag says of how it is fetched
 * @param line line of the tag, from 1
 * @param column column of the tag, from 1
 */
public record Preload(
    Kind kind,
    String url,
    ScriptMode script,
    String media,
    Optional<String> crossOrigin,
    String srcset,
    String sizes,
    boolean lazy,
    Options options,
    int line,
    int column) {
  /**
   * Attributes that say how a resource is fetched; empty where they are missing.
   *
   * @param integrity the value of {@code integrity}
   * @param nonce the value of {@code nonce}
   * @param referrerPolicy the value of {@code referrerpolicy}
   * @param fetchPriority the value of {@code fetchpriority}
   */
  public record Options(
      String integrity, String nonce, String referrerPolicy, String fetchPriority) {
    /** None of them. */
    public static final Options NONE = new Options("", "", "", "");
  }

  /** What a resource is for. */
  public enum Kind {
    /** A classic script or a module. */
    SCRIPT,
    /** A style sheet. */
    STYLE,
    /** A picture. */
    IMAGE,
    /** A font. */
    FONT,
    /** Something else that {@code rel=preload} names. */
    OTHER,
    /** A connection to be opened, with nothing fetched. */
    CONNECTION
  }

  /** When a script runs (HTML 4.12.1). */
  public enum ScriptMode {
    /** Not a script. */
    NONE,
    /** At once; the parser waits. */
    BLOCKING,
    /** As soon as it is there. */
    ASYNC,
    /** When the document has been parsed. */
    DEFER,
    /** A module: like {@link #DEFER}, with its imports. */
    MODULE
  }
}
