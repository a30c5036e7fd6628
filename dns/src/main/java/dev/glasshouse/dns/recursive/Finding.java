package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Rcode;

/**
 * What came of a question: found at servers or in the cache, aliases followed.
 *
 * @param question what was asked
 * @param rcode NOERROR, NXDOMAIN, or what went wrong
 * @param answer the aliases and the records
 * @param authority name servers, and proofs of what does not exist
 * @param additional addresses that go with them
 * @param security the least of its parts
 * @param origin where it comes from
 * @param expires until when it may be used again, on the monotonic clock
 * @param errors why it is so
 * @param from the servers that said so; empty for what was known before
 */
record Finding(
    Question question,
    int rcode,
    List<RecordSet> answer,
    List<RecordSet> authority,
    List<RecordSet> additional,
    Security security,
    Reply.Origin origin,
    long expires,
    List<ExtendedError> errors,
    Set<InetSocketAddress> from) {
  // What the cache and the objects take, without the name's and the lists' contents: measured.
  private static final int NODE = 240;

  Finding {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
    errors = List.copyOf(errors);
    from = Set.copyOf(from);
  }

  /** A failure. */
  static Finding failure(Question question, long now, ExtendedError... errors) {
    return new Finding(
        question,
        Rcode.SERVFAIL,
        List.of(),
        List.of(),
        List.of(),
        Security.INDETERMINATE,
        Reply.Origin.SERVERS,
        now,
        List.of(errors),
        Set.of());
  }

  boolean failed() {
    return rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN && rcode != Rcode.YXDOMAIN;
  }

  Finding with(Security other) {
    return new Finding(
        question, rcode, answer, authority, additional, other, origin, expires, errors, from);
  }

  Finding with(int otherRcode) {
    return new Finding(
        question,
        otherRcode,
        answer,
        authority,
        additional,
        security,
        origin,
        expires,
        errors,
        from);
  }

  Finding with(Reply.Origin other) {
    return new Finding(
        question, rcode, answer, authority, additional, security, other, expires, errors, from);
  }

  /** The same, said by a server too; where nobody checks what was said, nobody asks who did. */
  Finding from(InetSocketAddress server) {
    if (security == Security.INDETERMINATE) {
      return this;
    }
    Set<InetSocketAddress> all = Set.of(server);
    if (!from.isEmpty()) {
      all = new HashSet<>(from);
      all.add(server);
    }
    return new Finding(
        question, rcode, answer, authority, additional, security, origin, expires, errors, all);
  }

  Finding with(ExtendedError error) {
    var all = new ArrayList<>(errors);
    all.add(error);
    return new Finding(
        question, rcode, answer, authority, additional, security, origin, expires, all, from);
  }

  Finding until(long moment) {
    return new Finding(
        question, rcode, answer, authority, additional, security, origin, moment, errors, from);
  }

  Finding with(List<RecordSet> answer, List<RecordSet> authority, List<RecordSet> additional) {
    return new Finding(
        question, rcode, answer, authority, additional, security, origin, expires, errors, from);
  }

  /**
   * The same as it is remembered: without the servers that said so, and with the name of its first
   * set for its own where they are the same, so that it is held once.
   */
  Finding lean() {
    boolean same = !answer.isEmpty() && answer.getFirst().name().equals(question.name());
    Question its = same ? question.with(answer.getFirst().name()) : question;
    return new Finding(
        its, rcode, answer, authority, additional, security, origin, expires, errors, Set.of());
  }

  /** The same as the answer to another question, which these aliases led here from. */
  Finding behind(
      Question asked, List<RecordSet> aliases, List<RecordSet> proofs, long aliasesExpire) {
    if (aliases.isEmpty() && proofs.isEmpty() && asked.equals(question)) {
      return this;
    }
    var all = new ArrayList<>(aliases);
    all.addAll(answer);
    var authorities = new ArrayList<>(proofs);
    for (RecordSet set : authority) {
      if (authorities.stream().noneMatch(s -> s.is(set.name(), set.type()))) {
        authorities.add(set);
      }
    }
    return new Finding(
        asked,
        rcode,
        all,
        authorities,
        additional,
        aliases.isEmpty() || security == Security.BOGUS ? security : Security.UNCHECKED,
        origin,
        Math.min(expires, aliasesExpire),
        errors,
        from);
  }

  /** About how many bytes it takes in memory, the sets shared with the cache of records aside. */
  int weight() {
    int bytes =
        NODE
            + question.name().length()
            + 8 * (answer.size() + authority.size() + additional.size());
    for (ExtendedError error : errors) {
      bytes += 40 + 2 * error.text().length();
    }
    return bytes;
  }
}
