package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;

/**
 * The signatures of one name have each the TTL of what it signs (RFC 4034 section 3): answered,
 * handed on to other servers, and digested (RFC 8976).
 */
class SignatureTtlTest {
  @TempDir Path folder;

  private static String text() {
    try (var in = SignatureTtlTest.class.getResourceAsStream("digest.test.zone")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Zone zone() throws ZoneException {
    return ZoneFile.read(text(), "digest.test", ZoneLimits.DEFAULT).zone();
  }

  private static TreeSet<String> records(Stream<String> lines) {
    return lines
        .filter(line -> !line.isBlank() && !line.startsWith(";"))
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The digest is Knot's. */
  @Test
  void theDigestOfASignedZoneIsRight() throws Exception {
    assertThat(ZoneDigest.check(zone())).isEqualTo(ZoneDigest.Verdict.RIGHT);
  }

  @Test
  void signaturesThatAreAskedForHaveTheirOwnTtls() throws Exception {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone());
    assertThat(Ask.of(authority, "digest.test.", "RRSIG").getSection(Section.ANSWER))
        .hasSize(7)
        .allSatisfy(
            record -> assertThat(record.getTTL()).isEqualTo(((RRSIGRecord) record).getOrigTTL()));
  }

  /** What dig is given is what the file has, TTLs and all. */
  @Test
  void aCopyIsTheSame() throws Exception {
    String dig = Peers.program("dig").toString();
    var everybody = new TransferRules(AccessList.of(List.of("127.0.0.0/8")), List.of());
    var authority = new Authority(ZoneLimits.DEFAULT, everybody, InstantSource.system());
    authority.put(zone());
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (var peers = new Peers(folder);
        var server =
            NameServer.open(
                List.of(NameServer.Place.plain(any)),
                sockets,
                NameServer.Settings.DEFAULT,
                authority)) {
      String port = Integer.toString(server.addresses().getFirst().getPort());
      String said =
          peers.run(dig, "@127.0.0.1", "-p", port, "digest.test", "AXFR", "+timeout=30", "+onesoa");
      assertThat(records(said.lines())).isEqualTo(records(text().lines()));
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
