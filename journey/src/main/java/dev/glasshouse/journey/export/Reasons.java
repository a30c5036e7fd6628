package dev.glasshouse.journey.export;

import dev.glasshouse.journey.Reason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reasons by the name that they have in exports: their area and their own name. */
final class Reasons {
  private static final class All {
    static final Map<String, Reason> BY_NAME = all();
  }

  private Reasons() {}

  /** A reason's name: {@code fetch.PERMANENT_METHOD_KEPT}. */
  static String name(Reason reason) {
    String family = reason.getClass().getSimpleName();
    String area = family.substring(0, family.length() - "Reason".length());
    return area.toLowerCase(Locale.ROOT) + "." + reason.name();
  }

  /** The reason with a name. */
  static Optional<Reason> of(String name) {
    return Optional.ofNullable(All.BY_NAME.get(name));
  }

  private static Map<String, Reason> all() {
    var all = new HashMap<String, Reason>();
    for (Class<?> family : Objects.requireNonNull(Reason.class.getPermittedSubclasses())) {
      for (Object constant : Objects.requireNonNull(family.getEnumConstants())) {
        all.put(name((Reason) constant), (Reason) constant);
      }
    }
    return Map.copyOf(all);
  }
}
