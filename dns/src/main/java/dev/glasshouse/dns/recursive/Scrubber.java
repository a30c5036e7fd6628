package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Type;

/**
 * Takes from a message what its server is entitled to say on this question, and nothing else: only
 * names of the zone that it was asked as a server of (its bailiwick), only the chain of aliases
 * that begins at the question, only proofs and servers that belong to it, only addresses that are
 * asked for by those (RFC 2181 section 5.4.1, RFC 5452 section 6).
 */
final class Scrubber {
  private static final int LONGEST_CHAIN = 16;
  private static final Set<Integer> PROOFS =
      Set.of(Type.NS, Type.SOA, Type.DS, Type.NSEC, Type.NSEC3);

  private static final Set<Integer> ADDRESSED = Set.of(Type.A, Type.AAAA, Type.SVCB, Type.HTTPS);

  private final Heard heard;
  private final Question question;
  private final Name zone;
  private final RecursorOptions options;
  private final List<String> removed = new ArrayList<>();
  private final List<RecordSet> answer = new ArrayList<>();
  private Name last;
  private boolean ends;

  private final boolean oneLink;

  private Scrubber(Heard heard, Name zone, RecursorOptions options, boolean oneLink) {
    this.oneLink = oneLink;
    this.heard = heard;
    this.question = heard.question();
    this.zone = zone;
    this.options = options;
    this.last = question.name();
  }

  /**
   * What is left of a message.
   *
   * @param heard the rest
   * @param last the name at which the chain of aliases ends
   * @param ends whether the last name has what was asked for
   * @param removed what was taken out, as text
   */
  record Scrubbed(Heard heard, Name last, boolean ends, List<String> removed) {}

  /**
   * Scrubs a message.
   *
   * @param zone the zone whose server was asked
   * @param oneLink whether only the first alias is taken: the server speaks for that alone (RFC
   *     2181 section 5.4.1)
   */
  static Scrubbed scrub(Heard heard, Name zone, RecursorOptions options, boolean oneLink) {
    return new Scrubber(heard, zone, options, oneLink).run();
  }

  private Scrubbed run() {
    chain();
    List<RecordSet> authority = authority();
    List<RecordSet> additional = additional(authority);
    note("answer", heard.answer(), answer);
    note("authority", heard.authority(), authority);
    note("additional", heard.additional(), additional);
    return new Scrubbed(heard.with(answer, authority, additional), last, ends, removed);
  }

  private void note(String section, List<RecordSet> before, List<RecordSet> after) {
    for (RecordSet set : before) {
      if (Heard.find(after, set.name(), set.type()).isEmpty()) {
        removed.add(section + ": " + set.name() + " " + Type.string(set.type()));
      }
    }
  }

  /** RFC 1034 section 4.3.2 step 3a, read backwards: the aliases from the question on. */
  private void chain() {
    Set<Name> seen = new HashSet<>();
    while (seen.add(last) && seen.size() <= LONGEST_CHAIN && last.subdomain(zone)) {
      if (aliasAsked() || !aliasFirst() && takeEnd()) {
        ends = true;
        return;
      }
      if (question.type() == Type.CNAME || !takeAlias() || oneLink) {
        return;
      }
    }
  }

  /** Who asks for the alias itself gets the one that a DNAME makes too. */
  private boolean aliasAsked() {
    return question.type() == Type.CNAME
        && heard.answer().stream()
            .anyMatch(
                s -> s.type() == Type.DNAME && last.subdomain(s.name()) && !last.equals(s.name()))
        && takeAlias();
  }

  /** A name that is an alias has nothing else (RFC 1034 section 3.6.2); what comes first counts. */
  private boolean aliasFirst() {
    for (RecordSet set : heard.answer()) {
      if (set.name().equals(last)) {
        return set.type() == Type.CNAME
            && question.type() != Type.CNAME
            && question.type() != Type.ANY;
      }
    }
    return false;
  }

  private boolean takeEnd() {
    boolean any = false;
    for (RecordSet set : heard.answer()) {
      if (set.name().equals(last)
          && (set.type() == question.type() || question.type() == Type.ANY)) {
        Optional<RecordSet> shown = shown(set);
        shown.ifPresent(answer::add);
        any = true;
      }
    }
    return any;
  }

  /** RFC 6672 section 3.2 for DNAME. */
  private boolean takeAlias() {
    for (RecordSet set : heard.answer()) {
      if (set.type() == Type.DNAME
          && last.subdomain(set.name())
          && !last.equals(set.name())
          && set.name().subdomain(zone)) {
        return takeDname(set);
      }
    }
    Optional<RecordSet> cname = Heard.find(heard.answer(), last, Type.CNAME);
    if (cname.isEmpty()) {
      return false;
    }
    // One alias a name; more of them break RFC 2181 section 10.1, and the first counts.
    RecordSet one = cname.get().only(List.of(cname.get().records().getFirst()));
    answer.add(cname.get().records().size() == 1 ? cname.get() : one);
    last = ((CNAMERecord) one.records().getFirst()).getTarget();
    return true;
  }

  private boolean takeDname(RecordSet dname) {
    answer.add(dname);
    try {
      Name target = last.fromDNAME((DNAMERecord) dname.records().getFirst());
      // The server's own alias is not needed: it says the same, or is wrong.
      answer.add(cname(last, target, dname));
      last = target;
      return true;
    } catch (NameTooLongException e) {
      return false;
    }
  }

  /** The alias that a DNAME makes of a name below it; it is not signed. */
  static RecordSet cname(Name name, Name target, RecordSet dname) {
    return new RecordSet(
        name,
        Type.CNAME,
        dname.dclass(),
        List.of(new CNAMERecord(name, dname.dclass(), dname.ttl(), target)),
        List.of(),
        dname.ttl(),
        dname.expires(),
        dname.rank(),
        dname.security());
  }

  /** A set without the addresses that no outsider may answer with. */
  private Optional<RecordSet> shown(RecordSet set) {
    if (options.hidden().isEmpty()
        || !ADDRESSED.contains(set.type())
        || options.hiddenAllowed().stream().anyMatch(set.name()::subdomain)) {
      return Optional.of(set);
    }
    List<Record> kept = set.records().stream().filter(r -> !hidden(r)).toList();
    if (kept.size() == set.records().size()) {
      return Optional.of(set);
    }
    removed.add("private address: " + set.name());
    return kept.isEmpty() ? Optional.empty() : Optional.of(set.only(kept));
  }

  private boolean hidden(Record record) {
    if (record instanceof SVCBBase service) {
      return hints(service).anyMatch(a -> options.hidden().stream().anyMatch(r -> r.contains(a)));
    }
    InetAddress address =
        record instanceof ARecord four
            ? four.getAddress()
            : record instanceof AAAARecord six ? six.getAddress() : null;
    return address != null && options.hidden().stream().anyMatch(r -> r.contains(address));
  }

  /** RFC 9460 section 7.3: addresses that come with a service. */
  private static Stream<InetAddress> hints(SVCBBase service) {
    var all = new ArrayList<InetAddress>();
    try {
      if (service.getSvcParamValue(SVCBBase.IPV4HINT) instanceof SVCBBase.ParameterIpv4Hint four) {
        all.addAll(four.getAddresses());
      }
      if (service.getSvcParamValue(SVCBBase.IPV6HINT) instanceof SVCBBase.ParameterIpv6Hint six) {
        all.addAll(six.getAddresses());
      }
    } catch (UnknownHostException e) {
      // Addresses of four and sixteen bytes are always understood.
      return Stream.empty();
    }
    return all.stream();
  }

  private List<RecordSet> authority() {
    var kept = new ArrayList<RecordSet>();
    boolean servers = false;
    for (RecordSet set : heard.authority()) {
      if (!PROOFS.contains(set.type()) || !set.name().subdomain(zone)) {
        continue;
      }
      if (set.type() == Type.NS) {
        if (servers || !last.subdomain(set.name()) && !question.name().subdomain(set.name())) {
          continue;
        }
        if (heard.rcode() == Rcode.NXDOMAIN) {
          // Where the name is not there, servers of the zone are no use; only forgers add them.
          continue;
        }
        if (!answer.isEmpty() && !options.has(RecursorOptions.Feature.UNASKED_AUTHORITY)) {
          continue;
        }
        servers = true;
      }
      if (set.type() == Type.SOA
          && !last.subdomain(set.name())
          && !question.name().subdomain(set.name())) {
        continue;
      }
      kept.add(set);
    }
    return kept;
  }

  private List<RecordSet> additional(List<RecordSet> authority) {
    Set<Name> wanted = new LinkedHashSet<>();
    for (List<RecordSet> section : List.of(answer, authority)) {
      for (RecordSet set : section) {
        set.records().forEach(r -> name(r).ifPresent(wanted::add));
      }
    }
    var kept = new ArrayList<RecordSet>();
    for (RecordSet set : heard.additional()) {
      boolean address =
          set.type() == Type.A
              || set.type() == Type.AAAA
              || set.type() == Type.SRV
                  && !options.has(RecursorOptions.Feature.NO_UNKNOWN_ADDITIONAL);
      boolean told = Heard.find(answer, set.name(), set.type()).isPresent();
      if (address && !told && set.name().subdomain(zone) && wanted.contains(set.name())) {
        shown(set).ifPresent(kept::add);
      }
    }
    return kept;
  }

  /**
   * The name in a record whose addresses may come along (RFC 1035 section 3.3, RFC 2782, RFC 3403).
   */
  private static Optional<Name> name(Record record) {
    return switch (record) {
      case NSRecord ns -> Optional.of(ns.getTarget());
      case MXRecord mx -> Optional.of(mx.getTarget());
      case SRVRecord srv -> Optional.of(srv.getTarget());
      case NAPTRRecord naptr -> Optional.of(naptr.getReplacement());
      default -> Optional.empty();
    };
  }

  /** Whether a code can carry an answer at all. */
  static boolean answers(int rcode) {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN || rcode == Rcode.YXDOMAIN;
  }
}
