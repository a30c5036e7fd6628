package dev.glasshouse.css.selectors;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pseudo-classes without arguments. */
enum PseudoClass {
  ROOT,
  SCOPE,
  EMPTY,
  FIRST_CHILD,
  LAST_CHILD,
  ONLY_CHILD,
  FIRST_OF_TYPE,
  LAST_OF_TYPE,
  ONLY_OF_TYPE,
  ANY_LINK,
  LINK,
  CHECKED,
  DISABLED,
  ENABLED,
  REQUIRED,
  OPTIONAL,
  READ_ONLY,
  READ_WRITE,
  PLACEHOLDER_SHOWN,
  DEFAULT,
  INDETERMINATE,
  OPEN,
  DEFINED,
  /** A state that only scripts or a user can bring about, or that is not followed here. */
  NEVER;

  private static final String[] NEVER_NAMES = {
    "hover",
    "active",
    "focus",
    "focus-visible",
    "focus-within",
    "visited",
    "target",
    "target-within",
    "target-current",
    "local-link",
    "current",
    "past",
    "future",
    "playing",
    "paused",
    "seeking",
    "buffering",
    "stalled",
    "muted",
    "volume-locked",
    "fullscreen",
    "modal",
    "popover-open",
    "picture-in-picture",
    "user-valid",
    "user-invalid",
    "valid",
    "invalid",
    "in-range",
    "out-of-range",
    "autofill",
    "blank",
    "host",
    "has-slotted",
    "active-view-transition",
    "left",
    "right",
    "first",
    "-moz-focusring",
    "-webkit-autofill",
    "-webkit-full-screen"
  };

  private static final Map<String, PseudoClass> BY_NAME = byName();

  private static Map<String, PseudoClass> byName() {
    Map<String, PseudoClass> out = new HashMap<>();
    for (PseudoClass c : values()) {
      out.put(c.name().toLowerCase(Locale.ROOT).replace('_', '-'), c);
    }
    out.remove("never");
    out.put("-webkit-any-link", ANY_LINK);
    out.put("-moz-any-link", ANY_LINK);
    out.put("-moz-read-only", READ_ONLY);
    out.put("-moz-read-write", READ_WRITE);
    for (String name : NEVER_NAMES) {
      out.put(name, NEVER);
    }
    return out;
  }

  /** By its name in lower case; null where there is none. */
  static @Nullable PseudoClass named(String name) {
    return BY_NAME.get(name);
  }
}
