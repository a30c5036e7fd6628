package dev.glasshouse.fetch.csp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The directives that are heeded (Content Security Policy 3, 6). */
public enum Directive {
  /** What holds where a more special one is missing. */
  DEFAULT_SRC,
  /** Nested pages and workers, the older name for both. */
  CHILD_SRC,
  /** What scripts fetch. */
  CONNECT_SRC,
  /** Fonts. */
  FONT_SRC,
  /** Pages in frames. */
  FRAME_SRC,
  /** Pictures. */
  IMG_SRC,
  /** Web app manifests. */
  MANIFEST_SRC,
  /** Films, sounds, subtitles. */
  MEDIA_SRC,
  /** Plug-ins. */
  OBJECT_SRC,
  /** Scripts of every kind. */
  SCRIPT_SRC,
  /** Script elements. */
  SCRIPT_SRC_ELEM,
  /** Event handler attributes. */
  SCRIPT_SRC_ATTR,
  /** Styles of every kind. */
  STYLE_SRC,
  /** Style sheets and style elements. */
  STYLE_SRC_ELEM,
  /** Style attributes. */
  STYLE_SRC_ATTR,
  /** Workers. */
  WORKER_SRC,
  /** What base elements may name. */
  BASE_URI,
  /** Where forms may be sent. */
  FORM_ACTION,
  /** Who may put the page into a frame. */
  FRAME_ANCESTORS,
  /** Insecure URLs are tried over https. */
  UPGRADE_INSECURE_REQUESTS,
  /** Nothing insecure is loaded; it says nothing that is not the rule today. */
  BLOCK_ALL_MIXED_CONTENT;

  /** The directive of that name, whatever the case. */
  static Optional<Directive> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Directive directive : values()) {
      if (directive.toString().equals(lower)) {
        return Optional.of(directive);
      }
    }
    return Optional.empty();
  }

  /** Itself, and those that stand in for it where it is missing, in order (6.8.3). */
  List<Directive> fallbacks() {
    return switch (this) {
      case SCRIPT_SRC_ELEM, SCRIPT_SRC_ATTR -> List.of(this, SCRIPT_SRC, DEFAULT_SRC);
      case STYLE_SRC_ELEM, STYLE_SRC_ATTR -> List.of(this, STYLE_SRC, DEFAULT_SRC);
      case WORKER_SRC -> List.of(this, CHILD_SRC, SCRIPT_SRC, DEFAULT_SRC);
      case FRAME_SRC -> List.of(this, CHILD_SRC, DEFAULT_SRC);
      case CONNECT_SRC,
          FONT_SRC,
          IMG_SRC,
          MANIFEST_SRC,
          MEDIA_SRC,
          OBJECT_SRC,
          SCRIPT_SRC,
          STYLE_SRC,
          CHILD_SRC ->
          List.of(this, DEFAULT_SRC);
      case DEFAULT_SRC,
          BASE_URI,
          FORM_ACTION,
          FRAME_ANCESTORS,
          UPGRADE_INSECURE_REQUESTS,
          BLOCK_ALL_MIXED_CONTENT ->
          List.of(this);
    };
  }

  /** Whether it is about what is run, so that {@code 'strict-dynamic'} means something. */
  boolean isOfScripts() {
    return this == SCRIPT_SRC || this == SCRIPT_SRC_ELEM || this == SCRIPT_SRC_ATTR;
  }

  /** Whether it says from where something may be fetched (6.1). */
  boolean isOfFetches() {
    return fallbacks().contains(DEFAULT_SRC) && this != SCRIPT_SRC_ATTR && this != STYLE_SRC_ATTR;
  }

  /** As the specification spells it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
