package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * What zones say that are signed as they are answered: of a name that is not there they prove that
 * it has no records but NXNAME, under the response code NOERROR (RFC 9824 section 3.1).
 */
final class CompactDenial {
  private static final int NXNAME = 128;

  private CompactDenial() {}

  /**
   * The response code for a client that is shown no proofs. It can be told what is meant, as the
   * zone's servers would themselves (RFC 9824 section 5).
   */
  static int restored(Finding finding) {
    boolean mayDeny = finding.rcode() == Rcode.NOERROR && finding.security() == Security.SECURE;
    return mayDeny && target(finding).filter(name -> denies(finding, name)).isPresent()
        ? Rcode.NXDOMAIN
        : finding.rcode();
  }

  /** The name that has nothing of what was asked for; empty where there is some. */
  private static Optional<Name> target(Finding finding) {
    if (finding.answer().isEmpty()) {
      return Optional.of(finding.question().name());
    }
    Record last = finding.answer().getLast().records().getFirst();
    return last instanceof CNAMERecord alias && finding.question().type() != last.getType()
        ? Optional.of(alias.getTarget())
        : Optional.empty();
  }

  private static boolean denies(Finding finding, Name name) {
    for (RecordSet set : finding.authority()) {
      if (set.name().equals(name)
          && set.records().getFirst() instanceof NSECRecord proof
          && proof.hasType(NXNAME)) {
        return true;
      }
    }
    return false;
  }
}
