package dev.glasshouse.dns;

import java.util.List;

/**
 * How an origin's service is reached, as the name system says.
 *
 * @param known whether it says anything
 * @param bindings the records that may be used, the best first; an alias alone where no more is
 *     said of the name that it leads to; none when there is none, or the service is to be reached
 *     as ever
 */
public record Services(Known known, List<ServiceBinding> bindings) {
  /** Whether the name system says anything. */
  public enum Known {
    /** There are records. */
    SAID,
    /** There are none. */
    ABSENT,
    /** Nobody could tell, or not in time. */
    UNKNOWN,
    /** The name is not one that the name system is asked about. */
    NOT_ASKED
  }

  /** For names that the name system is not asked about. */
  public static final Services NOT_ASKED = new Services(Known.NOT_ASKED, List.of());

  /** For names without records. */
  public static final Services ABSENT = new Services(Known.ABSENT, List.of());

  /** Where nobody could tell. */
  public static final Services UNKNOWN = new Services(Known.UNKNOWN, List.of());

  /** Copies the list. */
  public Services {
    bindings = List.copyOf(bindings);
  }
}
