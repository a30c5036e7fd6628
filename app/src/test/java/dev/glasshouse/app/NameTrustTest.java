package dev.glasshouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.net.OsNetwork;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chain of trust, told by {@code glass name --trace --dnssec}, over zones of the test's own.
 */
class NameTrustTest {
  @TempDir Path folder;

  private record Ran(int status, String out, String err) {}

  private static Ran run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = Glass.run(out, err, arguments);
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static SignedZone root(SignedZone child) throws Exception {
    return new SignedZone(".")
        .with(SignedZone.record(".", "SOA", "a.servers. me.servers. 1 3600 900 86400 60"))
        .with(SignedZone.record(".", "NS", "a.servers."))
        .with(child.ds());
  }

  private static SignedZone child() throws Exception {
    return new SignedZone("signed.")
        .with(SignedZone.record("signed.", "SOA", "a.servers. me.servers. 1 3600 900 86400 60"))
        .with(SignedZone.record("signed.", "NS", "a.servers."));
  }

  private static void put(Authority authority, SignedZone zone, String name, String more)
      throws Exception {
    authority.put(ZoneFile.read(zone.text() + more, name, ZoneLimits.DEFAULT).zone());
  }

  /** Walks over a root and a child that one server has. */
  private Ran walk(SignedZone root, SignedZone child, String... more) throws Exception {
    var authority = new Authority(ZoneLimits.DEFAULT);
    put(authority, root, ".", "signed. 300 IN NS a.servers.\na.servers. 300 IN A 127.0.0.1\n");
    put(authority, child, "signed.", "");
    Path anchor = Files.writeString(folder.resolve("anchor"), root.ds() + "\n");
    try (var network = OsNetwork.open(1);
        NameServer server =
            NameServer.open(
                List.of(
                    NameServer.Place.plain(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))),
                new NameServer.Sockets(
                    network.eventLoops(), network.datagramSockets(), network.serverSockets()),
                NameServer.Settings.DEFAULT,
                authority)) {
      int port = server.addresses().getFirst().getPort();
      var arguments =
          new java.util.ArrayList<>(
              List.of("name", "www.signed", "--trace", "--dnssec", "--anchor", anchor.toString()));
      arguments.addAll(List.of("--server", "127.0.0.1:" + port));
      arguments.addAll(List.of(more));
      return run(arguments.toArray(String[]::new));
    }
  }

  @Test
  void aChainThatHoldsIsToldLinkByLink() throws Exception {
    SignedZone child = child().with(SignedZone.record("www.signed.", "A", "192.0.2.7"));
    int tag = child.ds().getFootprint();
    SignedZone root = root(child);
    Path svg = folder.resolve("walk.svg");
    Ran ran = walk(root, child, "--svg", svg.toString());
    assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out())
        .contains("✓ . secure: a trusted digest or key fits the key " + root.ds().getFootprint())
        .contains("anchor " + root.ds().getFootprint() + " ECDSAP256SHA256 SHA-256")
        .contains("✓ signed. secure: ", "DS " + tag + " ECDSAP256SHA256 SHA-256")
        .contains("keys " + tag + " ECDSAP256SHA256 KSK")
        .contains("⇒ www.signed. A is secure: ")
        .contains("A 192.0.2.7 (signed)", "no referral at signed.")
        .doesNotContain("RRSIG");
    assertThat(Files.readString(svg)).contains("box good", "DNSKEY", "secure: ");
  }

  @Test
  void aSignatureThatIsOverBreaksIt() throws Exception {
    SignedZone child =
        child()
            .with(
                Instant.now().minus(Duration.ofDays(3)),
                SignedZone.record("www.signed.", "A", "192.0.2.7"));
    Ran ran = walk(root(child), child);
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .contains("✓ signed. secure: ")
        .contains("⇒ www.signed. A is bogus: the signature over www.signed. A was good until");
    assertThat(ran.err())
        .contains("www.signed: SERVFAIL: the signature over www.signed. A was good");
  }

  @Test
  void aDigestOfAnotherKeyBreaksItAtTheZone() throws Exception {
    SignedZone child = child().with(SignedZone.record("www.signed.", "A", "192.0.2.7"));
    Path svg = folder.resolve("walk.svg");
    Ran ran = walk(root(child()), child, "--svg", svg.toString());
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out())
        .contains("✗ signed. bogus: no key of signed. fits a digest that is published above it");
    assertThat(ran.err()).contains("no key of signed. fits a digest");
    assertThat(Files.readString(svg)).contains("box bad", "✗ bogus: no key of signed. fits");
  }
}
