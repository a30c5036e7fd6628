package dev.glasshouse.dns.recursive;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * What a client is told.
 *
 * @param asked what it had asked
 * @param rcode the response code
 * @param authentic whether every record was validated (RFC 4035 section 3.2.3, the AD bit)
 * @param authoritative whether it is a zone's own word (RFC 1034, the AA bit): only for local data
 * @param origin where it comes from
 * @param answer the answer section
 * @param authority the authority section
 * @param additional the additional section, without OPT
 * @param errors why it is so; the first is the foremost
 */
public record Reply(
    Asked asked,
    int rcode,
    boolean authentic,
    boolean authoritative,
    Origin origin,
    List<Record> answer,
    List<Record> authority,
    List<Record> additional,
    List<ExtendedError> errors) {

  private static final int[] FLAGS = {Flags.QR, Flags.RA, Flags.RD, Flags.CD, Flags.AA, Flags.AD};

  /** Where a reply comes from. */
  public enum Origin {
    /** From the owners' servers, for this question. */
    SERVERS,
    /** From the cache. */
    CACHE,
    /** From the cache, although its time is over (RFC 8767). */
    STALE,
    /** From a proof in the cache that there is none (RFC 8198). */
    PROOF,
    /** From this resolver itself. */
    LOCAL
  }

  /** Copies the lists. */
  public Reply {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
    errors = List.copyOf(errors);
  }

  /** An error without records. */
  public static Reply error(Asked asked, int rcode, Origin origin, List<ExtendedError> errors) {
    return new Reply(asked, rcode, false, false, origin, List.of(), List.of(), List.of(), errors);
  }

  /** Why it is so, in the first place; empty where nothing is to be said of that. */
  Optional<ExtendedError> error() {
    return errors.isEmpty() ? Optional.empty() : Optional.of(errors.getFirst());
  }

  /** The same, but nobody's own word (AA is 0). */
  public Reply spoken() {
    return new Reply(asked, rcode, authentic, false, origin, answer, authority, additional, errors);
  }

  /** The same to somebody who did not say one thing. */
  Reply without(Asked.Wish wish) {
    return new Reply(
        asked.without(wish),
        rcode,
        authentic,
        authoritative,
        origin,
        answer,
        authority,
        additional,
        errors);
  }

  /**
   * As a message.
   *
   * @param id the question's id
   * @param udpSize the size that we say we take, when the client speaks EDNS
   */
  public Message message(int id, int udpSize) {
    var message = new Message(id);
    Header header = message.getHeader();
    int flags = flags();
    for (int flag : FLAGS) {
      if ((flags & bit(flag)) != 0) {
        header.setFlag(flag);
      }
    }
    header.setRcode(rcode & 0xf);
    message.addRecord(asked.question().record(), Section.QUESTION);
    answer.forEach(r -> message.addRecord(r, Section.ANSWER));
    authority.forEach(r -> message.addRecord(r, Section.AUTHORITY));
    additional.forEach(r -> message.addRecord(r, Section.ADDITIONAL));
    if (asked.wants(Asked.Wish.EDNS)) {
      int extended = asked.wants(Asked.Wish.SIGNATURES) ? ExtendedFlags.DO : 0;
      message.addRecord(
          new OPTRecord(
              udpSize,
              rcode >> 4,
              0,
              extended,
              errors.stream().map(ExtendedError::option).toList()),
          Section.ADDITIONAL);
    }
    return message;
  }

  /** The second 16 bits of its header (RFC 1035 section 4.1.1); the opcode is QUERY, 0. */
  int flags() {
    boolean available = authoritative || rcode != Rcode.REFUSED || origin != Origin.LOCAL;
    boolean marked =
        authentic && (asked.wants(Asked.Wish.SIGNATURES) || asked.wants(Asked.Wish.AUTHENTIC));
    return bit(Flags.QR)
        | (available ? bit(Flags.RA) : 0)
        | (asked.wants(Asked.Wish.RECURSION) ? bit(Flags.RD) : 0)
        | (asked.wants(Asked.Wish.CHECKING_DISABLED) ? bit(Flags.CD) : 0)
        | (authoritative ? bit(Flags.AA) : 0)
        | (marked ? bit(Flags.AD) : 0)
        | rcode & 0xf;
  }

  /** A flag's place, which is counted from the left. */
  private static int bit(int flag) {
    return 0x8000 >> flag;
  }
}
