package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Question;
import org.xbill.DNS.Type;

/**
 * A question that is to be answered.
 *
 * @param client whose it is
 */
record Case(long client, Asked asked) {
  /** Whose questions are our own. */
  static final long NOBODY = -1;

  Question question() {
    return asked.question();
  }

  String name() {
    return question().name().toString();
  }

  String type() {
    return Type.string(question().type());
  }

  String who() {
    return asked.caller().address().getHostAddress();
  }

  /** Whether its story is told. */
  boolean told() {
    return asked.wants(Asked.Wish.TOLD);
  }
}
