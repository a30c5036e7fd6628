package dev.glasshouse.dns.local;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What the local zones say about a question. */
public sealed interface LocalVerdict {

  /**
   * By which zone it was decided.
   *
   * @param zone the zone's name
   * @param type what is done there
   * @param client whether it is so for this client in particular: by a tag, a view or an override
   */
  record Ground(Name zone, ZoneType type, boolean client) {}

  /**
   * They say nothing; it is resolved.
   *
   * @param noted the zone that lets it through; empty when there is none
   */
  record Elsewhere(Optional<Ground> noted) implements LocalVerdict {
    static final Elsewhere NOTHING = new Elsewhere(Optional.empty());
  }

  /** No answer is given. */
  record Silence(Ground ground) implements LocalVerdict {}

  /**
   * This is the answer, with authority.
   *
   * @param blocked whether somebody wanted that this is not resolved (RFC 8914 section 4.16)
   * @param text what else the client is told; may be empty
   */
  record Answer(
      Ground ground,
      int rcode,
      List<Record> answer,
      List<Record> authority,
      boolean blocked,
      String text)
      implements LocalVerdict {
    /** Copies the lists. */
    public Answer {
      answer = List.copyOf(answer);
      authority = List.copyOf(authority);
    }
  }

  /** The name is an alias of another name, which is resolved. */
  record Alias(Ground ground, CNAMERecord record) implements LocalVerdict {}
}
