package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be found out, and how. Equal wants are served by one {@link Resolution}.
 *
 * @param mode from where
 * @param avoided servers that have answered wrongly before
 */
record Want(Question question, Mode mode, Set<InetSocketAddress> avoided) {

  /** From where something is to be found out. */
  enum Mode {
    /** From the cache, or from servers. */
    ANY,
    /**
     * The same for a chain of trust, which checks what it is told: proofs that came along unchecked
     * say that there is no DS.
     */
    CHAIN,
    /** From servers, whatever the cache says. */
    FRESH,
    /** From servers, before what the cache says is over; not from those who are over with it. */
    RENEW,
    /** From the root's servers as they are known before anything is asked. */
    PRIMING,
    /** From the servers above the zone, which have it as glue. */
    GLUE
  }

  Want {
    avoided = Set.copyOf(avoided);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Want want
        && mode == want.mode
        && question.equals(want.question)
        && avoided.equals(want.avoided);
  }

  @Override
  public int hashCode() {
    return question.hashCode() * 31 + mode.ordinal();
  }

  static Want of(Question question) {
    return new Want(question, Mode.ANY, Set.of());
  }

  static Want of(Question question, Mode mode) {
    return new Want(question, mode, Set.of());
  }
}
