package dev.glasshouse.fetch.csp;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The directive {@code sandbox}: a page is held back from all that it does not ask to be allowed
 * (Content Security Policy 3, 6.3.2; <a
 * href="https://html.spec.whatwg.org/multipage/browsers.html#sandboxing">HTML, 7.1.5</a>). Pure.
 *
 * @param held what the page may not
 */
public record Sandbox(Set<Feature> held) {
  /** Nobody asked for one. */
  public static final Sandbox NONE = new Sandbox(Set.of());

  /** What a page in a sandbox has to ask for. The constants are the keywords of HTML. */
  public enum Feature {
    /** To save files. */
    ALLOW_DOWNLOADS,
    /** To send forms. */
    ALLOW_FORMS,
    /** To open dialogs. */
    ALLOW_MODALS,
    /** To lock how the screen is turned. */
    ALLOW_ORIENTATION_LOCK,
    /** To keep the pointer for itself. */
    ALLOW_POINTER_LOCK,
    /** To open windows. */
    ALLOW_POPUPS,
    /** That windows which it opens are in no sandbox. */
    ALLOW_POPUPS_TO_ESCAPE_SANDBOX,
    /** To show something on another screen. */
    ALLOW_PRESENTATION,
    /** To belong to its origin, and not to one of its own. */
    ALLOW_SAME_ORIGIN,
    /** To run scripts, and to do by itself what scripts could do, such as to go to another page. */
    ALLOW_SCRIPTS,
    /** To ask for cookies that are kept from frames. */
    ALLOW_STORAGE_ACCESS_BY_USER_ACTIVATION,
    /** To lead the page around it elsewhere. */
    ALLOW_TOP_NAVIGATION,
    /** The same, when a person has just done something. */
    ALLOW_TOP_NAVIGATION_BY_USER_ACTIVATION,
    /** To hand URLs of other schemes to other programs. */
    ALLOW_TOP_NAVIGATION_TO_CUSTOM_PROTOCOLS;

    /** As HTML spells it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Copies the set. */
  public Sandbox {
    held = Set.copyOf(held);
  }

  /** Reads the keywords of the directive; what is none allows nothing. */
  static Sandbox of(List<String> keywords) {
    Set<Feature> held = EnumSet.allOf(Feature.class);
    held.removeIf(
        feature -> keywords.stream().anyMatch(word -> word.equalsIgnoreCase(feature.toString())));
    return new Sandbox(held);
  }

  /** This one and another: each holds back what it holds back. */
  Sandbox and(Sandbox other) {
    Set<Feature> both = EnumSet.noneOf(Feature.class);
    both.addAll(held);
    both.addAll(other.held);
    return new Sandbox(both);
  }

  /** Whether it holds a page back from something. */
  public boolean holdsBack(Feature feature) {
    return held.contains(feature);
  }

  /** Whether a page is in none. */
  public boolean isNone() {
    return held.isEmpty();
  }
}
