package dev.glasshouse.dns.recursive;

import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * How much of a name the servers of a zone get to see (RFC 9156 section 3): one label more than the
 * zone's own name, then another, until they lead on or answer; several at once when there are many.
 */
final class Minimiser {
  private static final int ONE_BY_ONE = 4;

  private final RecursorOptions.Minimisation mode;
  private final int most;
  private int added;
  private int shown;
  private boolean whole;

  Minimiser(RecursorOptions.Minimisation mode, int most) {
    this.mode = mode;
    this.most = most;
  }

  /** Another zone's servers are asked from now on. */
  void enter(Name zone) {
    whole = mode == RecursorOptions.Minimisation.OFF;
    shown = zone.labels() + 1;
  }

  /** Another name is asked for from now on. */
  void restart() {
    added = 0;
  }

  /** What to ask: less than the whole question, or the question itself. */
  Question ask(Question full) {
    Name name = full.name();
    if (whole || shown >= name.labels() || added >= most) {
      return full;
    }
    // RFC 9156 section 2.1: an A question looks like any other, and is understood everywhere.
    return new Question(new Name(name, name.labels() - shown), Type.A, full.dclass());
  }

  /** The servers know no cut here: they get to see more. */
  void more(Name full) {
    added++;
    int left = full.labels() - shown;
    int rounds = Math.max(1, most - added);
    shown += added < ONE_BY_ONE ? 1 : Math.max(1, (left + rounds - 1) / rounds);
  }

  /** The servers do not understand a shortened name: they get the whole one. */
  void giveUp() {
    whole = true;
  }

  boolean relaxed() {
    return mode != RecursorOptions.Minimisation.STRICT;
  }
}
