package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools of others at our server, and their judgement of zone files beside ours. */
class ToolsTest {
  private static final String HEAD =
      """
      $TTL 300
      @ SOA ns me 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      www A 192.0.2.1
      """;

  @TempDir Path folder;

  @Test
  void digAndKdigUnderstandUs() throws Exception {
    Path dig = Peers.program("dig");
    Path kdig = Peers.program("kdig");
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(ZoneFile.read(HEAD, "site.test", ZoneLimits.DEFAULT).zone());
    var settings =
        NameServer.Settings.DEFAULT
            .with(ServeLimits.DEFAULT.withIdle(Duration.ofMinutes(10)))
            .withIdentity("glass")
            .withCookies(new byte[16]);
    var sockets =
        new NameServer.Sockets(loops, NioDatagramChannel::new, NioServerSocketChannel::new);
    var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (var peers = new Peers(folder);
        var server =
            NameServer.open(List.of(NameServer.Place.plain(any)), sockets, settings, authority)) {
      String port = Integer.toString(server.addresses().getFirst().getPort());
      String line = "www.site.test.";
      for (String way : List.of("+notcp", "+tcp")) {
        for (Path program : List.of(dig, kdig)) {
          String said =
              peers.run(
                  program.toString(),
                  "@127.0.0.1",
                  "-p",
                  port,
                  "www.site.test",
                  "A",
                  way,
                  "+timeout=30");
          assertThat(said.lines())
              .as(said)
              .anyMatch(l -> l.startsWith(line) && l.endsWith("192.0.2.1"))
              .noneMatch(l -> l.toLowerCase(java.util.Locale.ROOT).contains("malformed"));
        }
      }
      String said =
          peers.run(
              dig.toString(),
              "@127.0.0.1",
              "-p",
              port,
              "www.site.test",
              "+nsid",
              "+cookie",
              "+timeout=30");
      assertThat(said).contains("(good)").contains("glass");
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static final List<String> PIECES =
      List.of(
          "",
          "ok A 192.0.2.2",
          "bad A 192.0.2.256",
          "bad A 1.2.3",
          "bad AAAA 192.0.2.1",
          "bad AAAA 2001:db8::1::2",
          "bad NOTYPE x",
          "bad MX ten mail",
          "bad MX 70000 www",
          "bad MX 10",
          "bad..x A 192.0.2.1",
          "alias CNAME www\nalias A 192.0.2.1",
          "alias CNAME www\nalias CNAME ns",
          "text TXT \"no end",
          "$NOTHING",
          "$TTL x",
          "bad A",
          "bad A 192.0.2.1 192.0.2.2",
          "bad CH A 192.0.2.1",
          "@ NS nowhere",
          "@ NS alias\nalias CNAME www",
          "sub NS ns.sub",
          "sub NS ns.sub\nns.sub A 192.0.2.1",
          "odd TYPE300 \\# 3 0102",
          "odd TYPE300 \\# 2 0102",
          "bad CAA x",
          "far.other. A 192.0.2.1",
          "www A ( 192.0.2.3",
          "www A 192.0.2.3 )",
          "$GENERATE 1-3 h$ A 10.0.0.$",
          "$GENERATE 3-1 h$ A 10.0.0.$",
          "$GENERATE 250-260 h$ A 10.0.0.$",
          "$INCLUDE nofile",
          "x".repeat(64) + " A 192.0.2.1",
          "@ SOA ns other 1 2 3 4 5",
          "sub SOA ns other 1 2 3 4 5",
          "srv SRV 1 2 3",
          "bad DS 1 13 2 zz",
          "bad \\256 A 192.0.2.1",
          "mx MX 10 nothing",
          "ttl 99999999999 A 192.0.2.1",
          "ttl 1h A 192.0.2.1",
          "d1 DNAME www\nd1 A 192.0.2.1",
          "d2 DNAME www\nd2 DNAME ns",
          "d3 DNAME www\nbelow.d3 A 192.0.2.1");

  @Test
  void namedCheckzoneJudgesAsWeDo() throws Exception {
    Path checkzone = Peers.program("named-checkzone");
    var differences = new ArrayList<String>();
    try (var peers = new Peers(folder)) {
      for (String piece : PIECES) {
        Path file = folder.resolve("zone");
        Files.writeString(file, HEAD + piece + "\n");
        String said = peers.run(checkzone.toString(), "site.test", file.toString());
        boolean theirs = said.strip().endsWith("OK");
        String ours = "OK";
        try {
          ZoneFile.read(file, java.util.Optional.of("site.test"), ZoneLimits.DEFAULT);
        } catch (ZoneException e) {
          ours = String.valueOf(e.getMessage());
        }
        if (theirs != ours.equals("OK")) {
          differences.add(piece + "\n  ours: " + ours + "\n  BIND: " + said);
        }
      }
    }
    assertThat(differences).isEmpty();
  }
}
