package dev.glasshouse.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NettyTransport;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Our resolver over zones that PowerDNS (Debian's pdns-server, pdns-backend-bind) signs while it is
 * asked: with NSEC, with NSEC3, and with the narrow NSEC3 that it makes up for each name.
 */
class PowerDnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ZONES = List.of("nsec.power.", "nsec3.power.", "narrow.power.");

  /** Names with types, and the code that is expected; there is nothing but signed answers. */
  private static final List<String> QUESTIONS =
      List.of(
          "@ SOA NOERROR",
          "@ DNSKEY NOERROR",
          "@ MX NOERROR",
          "www A NOERROR",
          "WWW AAAA NOERROR",
          "www SRV NOERROR",
          "big TXT NOERROR",
          "x.wild A NOERROR",
          "a.b.wild A NOERROR",
          "x.wild MX NOERROR",
          "x.there.wild A NXDOMAIN",
          "ent.er A NOERROR",
          "no.ent.er A NXDOMAIN",
          "deep.ent.er TXT NOERROR",
          "alias A NOERROR",
          "alias2 A NOERROR",
          "starred A NOERROR",
          "broken A NXDOMAIN",
          "x.gone A NXDOMAIN",
          "deep.gone TXT NOERROR",
          "svc HTTPS NOERROR",
          "caa CAA NOERROR",
          "naptr NAPTR NOERROR",
          "nothing A NXDOMAIN",
          "x.y.z AAAA NXDOMAIN",
          "0 A NXDOMAIN",
          "zzz A NXDOMAIN");

  private static final String RECORDS =
      """
      $TTL 300
      @ SOA ns1 me 1 3600 600 86400 60
      @ NS ns1
      ns1 A 127.0.0.1
      @ MX 10 www
      www A 192.0.2.1
      www A 192.0.2.2
      www AAAA 2001:db8::1
      big TXT %s
      *.wild A 192.0.2.3
      there.wild A 192.0.2.4
      deep.ent.er TXT "below two empty ones"
      alias CNAME www
      alias2 CNAME alias
      starred CNAME x.wild
      broken CNAME nothing
      gone DNAME ent.er
      svc HTTPS 1 . alpn=h2
      caa CAA 0 issue "ca.invalid"
      naptr NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:me@example.invalid!" .
      """
          .formatted(("\"" + "z".repeat(250) + "\" ").repeat(8));

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  @TempDir Path folder;

  @AfterEach
  void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void prepare(Peers peers) throws Exception {
    var zones = new StringBuilder();
    for (String zone : ZONES) {
      String file = peers.write("zone-" + zone, "$ORIGIN " + zone + "\n" + RECORDS);
      zones.append("zone \"%s\" { type master; file \"%s\"; };\n".formatted(bare(zone), file));
    }
    String config =
        """
        launch=bind
        bind-config=%s
        bind-dnssec-db=%2$s/keys.db
        daemon=no
        guardian=no
        disable-syslog=yes
        write-pid=no
        socket-dir=%2$s
        local-address=127.0.0.1
        dname-processing=yes
        security-poll-suffix=
        zone-cache-refresh-interval=0
        """
            .formatted(peers.write("zones.conf", zones.toString()), folder);
    peers.write("pdns.conf", config);
    util(peers, "create-bind-db", folder.resolve("keys.db").toString());
    for (String zone : ZONES) {
      util(peers, "secure-zone", bare(zone));
    }
    util(peers, "set-nsec3", "nsec3.power", "1 0 3 abcd");
    util(peers, "set-nsec3", "narrow.power", "1 0 1 ab", "narrow");
  }

  private static String bare(String zone) {
    return zone.substring(0, zone.length() - 1);
  }

  private String util(Peers peers, String... words) throws Exception {
    var command =
        new ArrayList<>(List.of(Peers.program("pdnsutil").toString(), "--config-dir=" + folder));
    command.addAll(Arrays.asList(words));
    return peers.run(command.toArray(String[]::new));
  }

  private List<Record> anchors(Peers peers) throws Exception {
    var anchors = new ArrayList<Record>();
    for (String zone : ZONES) {
      for (String line : util(peers, "export-zone-ds", bare(zone)).split("\n")) {
        String text = line.replaceAll(";.*", "").strip();
        if (text.contains(" DS ") && text.matches(".* DS \\d+ \\d+ 2 .*")) {
          String data = text.substring(text.indexOf(" DS ") + 4);
          anchors.add(
              Record.fromString(Name.fromString(zone), Type.DS, DClass.IN, 300, data, Name.root));
        }
      }
    }
    assertThat(anchors).hasSize(ZONES.size());
    return anchors;
  }

  @Test
  void whatPowerDnsSignsIsProvenToUs() throws Exception {
    String program = Peers.program("pdns_server").toString();
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/pdns/libbindbackend.so")),
        "pdns-backend-bind is not installed");
    try (var peers = new Peers(folder)) {
      prepare(peers);
      var first = new Message(1);
      first.addRecord(
          Record.newRecord(Name.fromString("nsec.power."), Type.SOA, DClass.IN), Section.QUESTION);
      int port =
          peers.start(
              p -> List.of(program, "--config-dir=" + folder, "--local-port=" + p), first.toWire());
      ask(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), anchors(peers));
    }
  }

  private void ask(InetSocketAddress powerDns, List<Record> anchors) throws Exception {
    var zones = new ArrayList<Upstream>();
    for (String zone : ZONES) {
      zones.add(
          new Upstream(
              Name.fromString(zone), Upstream.Kind.STUB, List.of(), List.of(powerDns), Set.of()));
    }
    RecursorOptions options =
        RecursorOptions.builder()
            .upstreams(zones)
            .anchors(anchors)
            .without(RecursorOptions.Feature.IPV6)
            .build();
    var transport = new NettyTransport(loops, NioDatagramChannel::new, NioSocketChannel::new);
    var wrong = new ArrayList<String>();
    try (var recursive =
        new Recursive(
            new Recursor(options, RecursorLimits.DEFAULT, new Random(3)),
            transport,
            loops.next())) {
      for (String zone : ZONES) {
        for (String each : QUESTIONS) {
          String[] words = each.split(" ");
          Name name = Name.fromString(words[0].equals("@") ? zone : words[0] + "." + zone);
          Reply reply =
              recursive.resolve(
                  Asked.of(Question.of(name, Type.value(words[1]))),
                  Deadline.in(PATIENCE),
                  Trail.OFF);
          String said = Rcode.string(reply.rcode());
          if (!said.equals(words[2]) || !reply.authentic()) {
            wrong.add(
                zone + " " + each + ": " + said + " " + reply.authentic() + " " + reply.errors());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
