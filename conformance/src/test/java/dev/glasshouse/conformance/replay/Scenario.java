package dev.glasshouse.conformance.replay;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One scenario of Unbound's: how the resolver is configured, what the servers upstream answer, and
 * what happens step by step.
 *
 * @param settings the configuration, in order
 * @param files temporary files that the configuration names, with what is in them
 * @param ranges what servers answer; in the order in which they are looked through
 * @param steps what happens, in order
 */
public record Scenario(
    List<Setting> settings, Map<String, String> files, List<Range> ranges, List<Step> steps) {

  /** One line of the configuration; a section such as {@code stub-zone} has an empty value. */
  public record Setting(String key, String value) {}

  /**
   * What a server answers for some steps.
   *
   * @param address the server; any where it is not named
   */
  public record Range(int from, int to, Optional<InetAddress> address, List<Exchange> entries) {
    boolean fits(int step, InetAddress server) {
      return from <= step && step <= to && address.map(server::equals).orElse(true);
    }
  }

  /**
   * One step.
   *
   * @param argument what stands behind the kind on its line, an address and comments left out
   * @param entry the message that comes in, or that must have gone out
   */
  public record Step(
      int number,
      Kind kind,
      String argument,
      Optional<InetAddress> address,
      Optional<Exchange> entry) {}

  /** What a step does. */
  public enum Kind {
    NOTHING,
    QUERY,
    CHECK_ANSWER,
    CHECK_OUT_QUERY,
    REPLY,
    TIMEOUT,
    ERROR,
    TIME_PASSES,
    TRAFFIC,
    ASSIGN,
    INFRA_RTT,
    FLUSH_MESSAGE,
    EXPIRE_MESSAGE,
    CHECK_AUTOTRUST,
    CHECK_TEMPFILE;

    boolean hasEntry() {
      return this == QUERY || this == CHECK_ANSWER || this == CHECK_OUT_QUERY || this == REPLY;
    }
  }
}
