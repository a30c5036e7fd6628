package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is signed while it is asked for, checked by dnsjava and by delv. */
class OnlineSigningTest {
  private static final String ZONE =
      """
      $TTL 300
      @ SOA ns Me 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      www A 192.0.2.2
      www A 192.0.2.1
      mixed MX 10 Mail.Example.COM.
      text TXT "Some Text" "and more"
      *.wild A 192.0.2.3
      deep.ent TXT "x"
      alias CNAME www
      gone DNAME ent
      sub NS ns.sub
      ns.sub A 192.0.2.4
      """;

  @TempDir Path folder;

  private static Authority authority(ZoneSigner signer) throws ZoneException {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(ZoneFile.read(ZONE, "site.test", ZoneLimits.DEFAULT).zone(), signer);
    return authority;
  }

  private static DNSKEYRecord key(Authority authority) {
    return (DNSKEYRecord)
        Ask.of(authority, "site.test.", "DNSKEY", Ask.How.DNSSEC)
            .getSection(Section.ANSWER)
            .stream()
            .filter(record -> record.getType() == Type.DNSKEY)
            .findFirst()
            .orElseThrow();
  }

  /** Every set but delegations and glue has a signature that holds. */
  private static int verified(Message answer, DNSKEYRecord key) throws Exception {
    int count = 0;
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      for (RRset set : answer.getSectionRRsets(section)) {
        boolean made = set.getType() == Type.CNAME && set.getName().toString().contains(".gone.");
        if (set.getType() == Type.NS && !set.getName().toString().equals("site.test.") || made) {
          assertThat(set.sigs()).isEmpty();
          continue;
        }
        assertThat(set.sigs()).as(set.toString()).hasSize(1);
        DNSSEC.verify(set, (RRSIGRecord) set.sigs().getFirst(), key);
        count++;
      }
    }
    return count;
  }

  @Test
  void everyAlgorithmSignsWhatHolds() throws Exception {
    for (SigningKey.Algorithm algorithm : SigningKey.Algorithm.values()) {
      Authority authority =
          authority(new ZoneSigner(SigningKey.generate(algorithm), InstantSource.system()));
      DNSKEYRecord key = key(authority);
      for (String name :
          List.of("", "www.", "mixed.", "text.", "x.wild.", "alias.", "deep.gone.")) {
        for (String type : List.of("A", "MX", "TXT", "SOA", "NS", "DNSKEY", "CDS", "CDNSKEY")) {
          Message answer = Ask.of(authority, name + "site.test.", type, Ask.How.DNSSEC);
          assertThat(answer.getRcode()).isZero();
          assertThat(verified(answer, key)).as(algorithm + " " + name + type).isPositive();
        }
      }
    }
  }

  @Test
  void whatIsNotThereIsProvedByOneRecord() throws Exception {
    Authority authority =
        authority(
            new ZoneSigner(
                SigningKey.generate(SigningKey.Algorithm.ED25519), InstantSource.system()));
    DNSKEYRecord key = key(authority);
    Message missing = Ask.of(authority, "no.such.site.test.", "A", Ask.How.DNSSEC);
    assertThat(missing.getRcode()).isZero();
    assertThat(verified(missing, key)).isEqualTo(2);
    assertThat(nsec(missing)).isEqualTo("\\000.no.such.site.test. RRSIG NSEC NXNAME");
    // Who does not ask for proofs is told as it is.
    assertThat(Ask.of(authority, "no.such.site.test.", "A").getRcode()).isEqualTo(3);
    Message empty = Ask.of(authority, "ent.site.test.", "A", Ask.How.DNSSEC);
    assertThat(nsec(empty)).isEqualTo("\\000.ent.site.test. RRSIG NSEC");
    Message other = Ask.of(authority, "www.site.test.", "MX", Ask.How.DNSSEC);
    assertThat(nsec(other)).isEqualTo("\\000.www.site.test. A RRSIG NSEC");
    Message referral = Ask.of(authority, "x.sub.site.test.", "A", Ask.How.DNSSEC);
    assertThat(nsec(referral)).isEqualTo("\\000.sub.site.test. NS RRSIG NSEC");
    assertThat(verified(referral, key)).isEqualTo(1);
    assertThat(nsec(Ask.of(authority, "x.wild.site.test.", "MX", Ask.How.DNSSEC)))
        .isEqualTo("\\000.x.wild.site.test. A RRSIG NSEC");
  }

  private static String nsec(Message answer) {
    return answer.getSection(Section.AUTHORITY).stream()
        .filter(NSECRecord.class::isInstance)
        .map(record -> record.rdataToString().replace("TYPE128", "NXNAME"))
        .findFirst()
        .orElse("none");
  }

  @Test
  void theKeyStaysInItsFile() throws Exception {
    Path file = folder.resolve("key");
    SigningKey made = SigningKey.in(file, SigningKey.Algorithm.ECDSAP256SHA256);
    SigningKey read = SigningKey.in(file, SigningKey.Algorithm.ED25519);
    assertThat(read.dnskey()).isEqualTo(made.dnskey());
    assertThat(read.tag()).isEqualTo(made.tag());
  }

  /** What another server copies has every signature, and NSEC records in a ring. */
  @Test
  void copiesComeSigned() throws Exception {
    Path verify = Peers.program("dnssec-verify");
    Authority authority =
        new Authority(
            ZoneLimits.DEFAULT,
            new TransferRules(AccessList.LOOPBACK, List.of()),
            InstantSource.system());
    var signer =
        new ZoneSigner(
            SigningKey.generate(SigningKey.Algorithm.ECDSAP256SHA256), InstantSource.system());
    authority.put(ZoneFile.read(ZONE, "site.test", ZoneLimits.DEFAULT).zone(), signer);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var settings =
        NameServer.Settings.DEFAULT.with(ServeLimits.DEFAULT.withIdle(Duration.ofMinutes(10)));
    try (var peers = new Peers(folder);
        var server =
            NameServer.open(List.of(NameServer.Place.plain(any)), sockets, settings, authority)) {
      var copy =
          (ZoneTransfer.Outcome.Fetched)
              ZoneTransfer.fetch(
                  "site.test",
                  Optional.empty(),
                  new ZoneTransfer.Primary(server.addresses().getFirst(), Optional.empty()),
                  ZoneLimits.DEFAULT,
                  Duration.ofMinutes(2),
                  InstantSource.system(),
                  Trail.OFF);
      var text = new StringBuilder();
      ZoneWalk.nodes(
          copy.zone(),
          node ->
              ZoneWalk.node(
                  copy.zone(),
                  node,
                  (name, type, ttl, piece, from, length) -> {
                    byte[] data = Arrays.copyOfRange(piece, from, from + length);
                    text.append(
                            Record.newRecord(
                                Name.fromConstantString(NameBytes.text(name)),
                                type,
                                DClass.IN,
                                ttl,
                                data.length,
                                data))
                        .append('\n');
                  }));
      Path file = Files.writeString(folder.resolve("copy"), text);
      String said = peers.run(verify.toString(), "-z", "-o", "site.test", file.toString());
      assertThat(said).contains("Zone fully signed").doesNotContain("Missing", "Bad", "No correct");
      // Somebody else serves the copy, proofs out of its records.
      var other = new Authority(ZoneLimits.DEFAULT);
      other.put(copy.zone());
      Message gone = Ask.of(other, "none.site.test.", "A", Ask.How.DNSSEC);
      assertThat(gone.getRcode()).isEqualTo(Rcode.NXDOMAIN);
      assertThat(gone.getSection(Section.AUTHORITY))
          .anyMatch(record -> record.getType() == Type.NSEC);
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** Otherwise nobody who has a copy would fetch new signatures. */
  @Test
  void copiesHaveSerialNumbersThatGrow() throws Exception {
    Instant begin = Instant.ofEpochSecond(302_400L * 5_900 + 7);
    var now = new AtomicReference<>(begin);
    var signer =
        new ZoneSigner(SigningKey.generate(SigningKey.Algorithm.ED25519), now::get).copied();
    Authority authority = authority(signer);
    assertThat(authority.zones().getFirst().serial()).isEqualTo(1 + 5_900);
    now.set(begin.plus(Duration.ofHours(84)));
    assertThat(signer.period()).isEqualTo(5_901);
    assertThat(authority(signer).zones().getFirst().serial()).isEqualTo(1 + 5_901);
  }

  @Test
  void delvFollowsTheChain() throws Exception {
    Path delv = Peers.program("delv");
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var signer =
        new ZoneSigner(
            SigningKey.generate(SigningKey.Algorithm.ECDSAP256SHA256), InstantSource.system());
    Authority authority = authority(signer);
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    var settings =
        NameServer.Settings.DEFAULT.with(ServeLimits.DEFAULT.withIdle(Duration.ofMinutes(10)));
    String[] words = signer.ds(authority.zones().getFirst()).split(" ");
    Files.writeString(
        folder.resolve("anchor"),
        "trust-anchors { site.test. static-ds %s %s %s \"%s\"; };\n"
            .formatted(words[3], words[4], words[5], words[6]));
    try (var peers = new Peers(folder);
        var server =
            NameServer.open(List.of(NameServer.Place.plain(any)), sockets, settings, authority)) {
      for (String question :
          List.of("www A", "x.wild A", "alias A", "text TXT", "www MX", "none A")) {
        String[] asked = question.split(" ");
        String said =
            peers.run(
                delv.toString(),
                "@127.0.0.1",
                "-p",
                Integer.toString(server.addresses().getFirst().getPort()),
                "-a",
                folder.resolve("anchor").toString(),
                "+root=site.test",
                asked[0] + ".site.test",
                asked[1]);
        assertThat(said).as(question).contains("fully validated").doesNotContain("unsigned");
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
