package dev.glasshouse.http.client;

import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.net.CertificateNames;
import dev.glasshouse.net.TlsFacts;
import dev.glasshouse.url.AddressText;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether requests to one origin may go over a connection that was made for another of the same
 * partition (RFC 9113 9.1.1, RFC 9114 3.3). Pure.
 *
 * @param may whether they may
 * @param because why, or why not
 */
record CoalescingVerdict(boolean may, Because because) {

  /**
   * What is known.
   *
   * @param key the origin that is asked
   * @param versions the versions that may be spoken with it
   * @param addresses where its name leads
   * @param version what is spoken on the connection
   * @param peer whom the connection talks to
   * @param tls what its handshake agreed on
   * @param misdirected whether the server has refused the origin on it
   */
  record Facts(
      PoolKey key,
      Set<HttpVersion> versions,
      List<InetAddress> addresses,
      HttpVersion version,
      Peer peer,
      Optional<TlsFacts> tls,
      boolean misdirected) {}

  /** Decides. */
  static CoalescingVerdict decide(Facts facts) {
    String host = facts.key().host();
    InetAddress address = facts.peer().address().getAddress();
    if (facts.peer().way() != Peer.Way.DIRECT) {
      return no(VersionReason.PROXY_BETWEEN);
    }
    if (!facts.addresses().contains(address)) {
      return no(VersionReason.OTHER_ADDRESS, host, AddressText.of(address));
    }
    if (facts.peer().address().getPort() != facts.key().port()) {
      return no(VersionReason.OTHER_PORT, facts.peer().address().getPort());
    }
    if (!facts.versions().contains(facts.version())) {
      return no(VersionReason.OTHER_VERSION, facts.version().toString());
    }
    if (facts.misdirected()) {
      return no(VersionReason.SAID_MISDIRECTED, facts.key().origin());
    }
    List<String> names =
        facts.tls().map(TlsFacts::chain).filter(c -> !c.isEmpty()).stream()
            .flatMap(c -> c.getFirst().names().stream())
            .toList();
    if (!CertificateNames.match(names, bare(host))) {
      return no(VersionReason.OTHER_CERTIFICATE, host);
    }
    if (facts.tls().flatMap(TlsFacts::ignored).isPresent()) {
      return no(VersionReason.UNCHECKED_CERTIFICATE);
    }
    return new CoalescingVerdict(
        true,
        Because.of(
            VersionReason.SAME_SERVER, clause(facts.version()), AddressText.of(address), host));
  }

  private static Clause clause(HttpVersion version) {
    return version == HttpVersion.HTTP_3 ? Clause.rfc(9114, "3.3") : Clause.rfc(9113, "9.1.1");
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static CoalescingVerdict no(VersionReason reason, Object... arguments) {
    return new CoalescingVerdict(false, Because.of(reason, Clause.rfc(9113, "9.1.1"), arguments));
  }
}
