package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneReason;
import dev.glasshouse.journey.ZoneStep;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Who gets which addresses, and why. */
class SmartTest {
  private static final String ZONE =
      """
      $TTL 30
      @ SOA ns me 1 3600 600 86400 60
      @ NS ns
      ns A 127.0.0.1
      www A 192.0.2.1
      www A 192.0.2.2
      www A 192.0.2.3
      api A 192.0.2.4
      api A 192.0.2.5
      heavy A 192.0.2.6
      heavy A 192.0.2.7
      """;
  private static final String RULES =
      """
      network telecom 202.96.0.0/12 219.128.0.0/11  ; two ranges
      network unicom 221.0.0.0/8
      network office 221.1.2.0/24
      www.site.test A for telecom 192.0.2.1
      www.site.test A for unicom 192.0.2.2 192.0.2.3
      api.site.test A rotate
      api.site.test A probe tcp 443
      heavy.site.test A weight 192.0.2.6=3 192.0.2.7=1
      """;

  private final Set<InetAddress> silent = new HashSet<>();
  private final Health health =
      new Health(watched -> !silent.contains(watched.address()), Duration.ofSeconds(5));

  private Authority authority(Optional<ZoneSigner> signer) throws ZoneException {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(
        ZoneFile.read(ZONE, "site.test", ZoneLimits.DEFAULT).zone(),
        signer,
        SmartRules.parse(RULES, "rules"),
        health);
    return authority;
  }

  private static List<String> ask(Authority authority, String name, Ask.How how, Trail trail) {
    return Ask.of(authority, name, "A", how, trail).getSection(Section.ANSWER).stream()
        .filter(record -> record.getType() == Type.A)
        .map(Record::rdataToString)
        .toList();
  }

  @Test
  void telecomGetsThisAndUnicomThat() throws Exception {
    Authority authority = authority(Optional.empty());
    var recorder = Recorder.start();
    assertThat(ask(authority, "www.site.test.", Ask.How.TCP.from("202.97.1.1"), recorder.trail()))
        .containsExactly("192.0.2.1");
    assertThat(ask(authority, "www.site.test.", Ask.How.TCP.from("221.9.9.9"), recorder.trail()))
        .containsExactly("192.0.2.2", "192.0.2.3");
    // Of a network without records of its own, and of none: all.
    assertThat(ask(authority, "www.site.test.", Ask.How.TCP.from("221.1.2.3"), Trail.OFF))
        .hasSize(3);
    assertThat(ask(authority, "www.site.test.", Ask.How.TCP.from("8.8.8.8"), Trail.OFF)).hasSize(3);
    var chosen =
        recorder.journey().entries().stream()
            .filter(entry -> entry.step() instanceof ZoneStep.RecordsChosen)
            .toList();
    assertThat(chosen).hasSize(2);
    assertThat(chosen.getFirst().because().reason()).isEqualTo(ZoneReason.CLIENT_NETWORK);
    assertThat(chosen.getFirst().because().arguments()).containsExactly("202.97.1.1", "telecom");
    assertThat(((ZoneStep.RecordsChosen) chosen.getFirst().step()).left())
        .containsExactly("192.0.2.2", "192.0.2.3");
  }

  @Test
  void theSubnetOfAResolversClientDecides() throws Exception {
    Authority authority = authority(Optional.empty());
    var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("219.130.5.0"));
    var recorder = Recorder.start();
    Message answer =
        Ask.of(
            authority,
            "www.site.test.",
            "A",
            Ask.How.TCP.from("8.8.8.8").with(subnet),
            recorder.trail());
    assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
    var echoed = (ClientSubnetOption) answer.getOPT().getOptions(8).getFirst();
    assertThat(echoed.getAddress()).isEqualTo(subnet.getAddress());
    assertThat(echoed.getScopePrefixLength()).isEqualTo(11);
    assertThat(recorder.journey().entries().getFirst().because().reason())
        .isEqualTo(ZoneReason.CLIENT_SUBNET);
  }

  private static int scope(String client) throws ZoneException {
    return SmartRules.parse(RULES, "rules").network(InetAddress.ofLiteral(client)).scope();
  }

  /** RFC 7871 section 7.2.1: a resolver gives one answer to all whom the scope holds for. */
  @Test
  void theScopeHoldsForNobodyOfAnotherNetwork() throws Exception {
    assertThat(scope("221.1.2.3")).isEqualTo(24);
    // Unicom's, but for the office in the midst of it.
    assertThat(scope("221.9.9.9")).isEqualTo(13);
    assertThat(scope("221.1.3.0")).isEqualTo(24);
    // Of no network: beside telecom's first range, and far from all.
    assertThat(scope("202.200.0.1")).isEqualTo(9);
    assertThat(scope("8.8.8.8")).isEqualTo(1);
    assertThat(scope("2001:db8::1")).isZero();
    var rules = SmartRules.parse(RULES, "rules");
    var random = new Random(7871);
    List<String> near = List.of("202.96.0.0", "219.128.0.0", "221.0.0.0", "221.1.2.0", "0.0.0.0");
    for (int i = 0; i < 20_000; i++) {
      byte[] one = InetAddress.ofLiteral(near.get(random.nextInt(near.size()))).getAddress();
      for (int bits = random.nextInt(4); bits > 0; bits--) {
        int bit = random.nextInt(32);
        one[bit / 8] ^= (byte) (0x80 >> bit % 8);
      }
      SmartRules.Match match = rules.network(InetAddress.getByAddress(one));
      byte[] other = new byte[4];
      random.nextBytes(other);
      for (int bit = 0; bit < match.scope(); bit++) {
        int mask = 0x80 >> bit % 8;
        other[bit / 8] = (byte) (other[bit / 8] & ~mask | one[bit / 8] & mask);
      }
      InetAddress beside = InetAddress.getByAddress(other);
      assertThat(rules.network(beside).network()).as(beside.toString()).isEqualTo(match.network());
    }
  }

  @Test
  void weightsHoldOverMany() throws Exception {
    var rules = SmartRules.parse(RULES, "rules");
    var set = rules.sets().get("heavy.site.test. A");
    assertThat(set).isNotNull();
    List<InetAddress> all =
        List.of(InetAddress.ofLiteral("192.0.2.6"), InetAddress.ofLiteral("192.0.2.7"));
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      int thrown = i % 4;
      SmartVerdict verdict =
          SmartVerdict.of(
              rules,
              java.util.Objects.requireNonNull(set),
              all,
              new SmartVerdict.Asked(all.getFirst(), Optional.empty()),
              Set.of(),
              i,
              bound -> {
                assertThat(bound).isEqualTo(4);
                return thrown;
              });
      assertThat(verdict.policy()).isEqualTo("weight");
      counts.merge(verdict.given().getFirst().getHostAddress(), 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(Map.of("192.0.2.6", 300, "192.0.2.7", 100));
  }

  @Test
  void theOrderGoesRoundAndWhoIsSilentIsLeftOut() throws Exception {
    Authority authority = authority(Optional.empty());
    List<String> first = ask(authority, "api.site.test.", Ask.How.TCP, Trail.OFF);
    List<String> second = ask(authority, "api.site.test.", Ask.How.TCP, Trail.OFF);
    assertThat(second).isEqualTo(first.reversed());
    assertThat(authority.watched()).hasSize(2);

    Instant now = Instant.EPOCH;
    silent.add(InetAddress.ofLiteral("192.0.2.4"));
    for (int i = 0; i < 3; i++) {
      assertThat(ask(authority, "api.site.test.", Ask.How.TCP, Trail.OFF)).hasSize(2);
      health.look(authority.watched(), now);
      // Too early for the next probe.
      health.look(authority.watched(), now.plusSeconds(1));
      now = now.plusSeconds(5);
    }
    var recorder = Recorder.start();
    assertThat(ask(authority, "api.site.test.", Ask.How.TCP, recorder.trail()))
        .containsExactly("192.0.2.5");
    assertThat(recorder.journey().entries().getFirst().because().refused().getFirst().reason())
        .isEqualTo(ZoneReason.PROBE_FAILED);

    silent.add(InetAddress.ofLiteral("192.0.2.5"));
    for (int i = 0; i < 3; i++) {
      health.look(authority.watched(), now);
      now = now.plusSeconds(5);
    }
    // All of them are better than none.
    assertThat(ask(authority, "api.site.test.", Ask.How.TCP, Trail.OFF)).hasSize(2);
    silent.clear();
    health.look(authority.watched(), now);
    health.look(authority.watched(), now.plusSeconds(5));
    assertThat(authority.watched()).noneMatch(health::isDown);
  }

  @Test
  void whatIsChosenIsSigned() throws Exception {
    Authority authority =
        authority(
            Optional.of(
                new ZoneSigner(
                    SigningKey.generate(SigningKey.Algorithm.ECDSAP256SHA256),
                    InstantSource.system())));
    var key =
        (DNSKEYRecord)
            Ask.of(authority, "site.test.", "DNSKEY", Ask.How.DNSSEC)
                .getSection(Section.ANSWER)
                .getFirst();
    Message answer = Ask.of(authority, "www.site.test.", "A", Ask.How.DNSSEC.from("221.9.9.9"));
    var set = answer.getSectionRRsets(Section.ANSWER).getFirst();
    assertThat(set.size()).isEqualTo(2);
    DNSSEC.verify(set, (RRSIGRecord) set.sigs().getFirst(), key);
  }

  @Test
  void brokenRulesAreToldAtOnce() {
    assertThatExceptionOfType(ZoneException.class)
        .isThrownBy(() ->
            SmartRules.parse(
                """
                network x
                network y 1.2.3.4/99
                www A for telecom 192.0.2.1
                www MX rotate
                www A weight 192.0.2.1
                www A weight 192.0.2.1=0
                www A probe icmp
                www A nothing
                """,
                "rules"))
        .satisfies(e ->
            assertThat(e.faults().stream().map(ZoneFault::toString))
                .containsExactly(
                    "rules:1: a network has a name and ranges",
                    "rules:2: 1.2.3.4/99 is no address, and no range ADDRESS/LENGTH",
                    "rules:4: a rule is: NAME A|AAAA for|weight|rotate|probe ...",
                    "rules:5: 192.0.2.1 is no ADDRESS=WEIGHT",
                    "rules:6: all weights are 0",
                    "rules:7: a probe is: tcp PORT, or http PORT /PATH",
                    "rules:8: there is no rule nothing",
                    "rules: there is no network telecom"));
  }

  /** One that does not answer holds none of the others up; who turns is told. */
  @Test
  void rulesThatDoNothingAreTold() throws Exception {
    List<Zone> zones = List.of(ZoneFile.read(ZONE, "site.test", ZoneLimits.DEFAULT).zone());
    assertThat(SmartRules.parse(RULES, "rules").idle(zones)).isEmpty();
    String idle =
        """
        network home 127.0.0.0/8
        www.site.test A for home 192.0.2.1 192.0.2.9
        wwww.site.test A rotate
        www.site.test AAAA probe tcp 80
        api.site.test A weight 192.0.2.4=1 192.0.2.8=2
        www.other.test A rotate
        """;
    assertThat(SmartRules.parse(idle, "rules").idle(zones))
        .extracting(ZoneFault::toString)
        .containsExactly(
            "rules:2: warning: no A record at www.site.test. is 192.0.2.9",
            "rules:3: warning: no zone of a file has an A record at wwww.site.test.",
            "rules:4: warning: no zone of a file has an AAAA record at www.site.test.",
            "rules:5: warning: no A record at api.site.test. is 192.0.2.8",
            "rules:6: warning: no zone of a file has an A record at www.other.test.");
  }

  @Test
  void probesAreMadeAtOnce() {
    var all =
        IntStream.rangeClosed(1, 20)
            .mapToObj(i -> InetAddress.ofLiteral("192.0.2." + i))
            .map(address -> new Health.Watched(address, new SmartRules.Probe.Tcp(80)))
            .collect(Collectors.toSet());
    var together = new CyclicBarrier(all.size());
    var probed =
        new Health(
            watched -> {
              try {
                together.await(30, TimeUnit.SECONDS);
                return watched.address().getAddress()[3] != 7;
              } catch (Exception e) {
                return false;
              }
            },
            Duration.ofSeconds(5));
    Instant now = Instant.EPOCH;
    assertThat(probed.look(all, now)).isEmpty();
    assertThat(probed.look(all, now.plusSeconds(5))).isEmpty();
    assertThat(probed.look(all, now.plusSeconds(10)))
        .singleElement()
        .satisfies(turned -> {
          assertThat(turned.up()).isFalse();
          assertThat(turned.watched().address()).isEqualTo(InetAddress.ofLiteral("192.0.2.7"));
        });
  }

  @Test
  void probesBySockets() throws Exception {
    var prober = new SocketProber(Duration.ofSeconds(30));
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (var server = new ServerSocket(0, 16, here)) {
      int port = server.getLocalPort();
      assertThat(prober.answers(new Health.Watched(here, new SmartRules.Probe.Tcp(port)))).isTrue();
      for (int status : new int[] {204, 503}) {
        Thread answering =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    while (true) {
                      try (var socket = server.accept()) {
                        // The connection of the first probe asks nothing.
                        if (socket.getInputStream().read(new byte[512]) > 0) {
                          socket
                              .getOutputStream()
                              .write(
                                  ("HTTP/1.1 " + status + " x\r\n\r\n")
                                      .getBytes(StandardCharsets.US_ASCII));
                          return;
                        }
                      }
                    }
                  } catch (java.io.IOException e) {
                    // The test fails by its answer.
                  }
                });
        assertThat(prober.answers(new Health.Watched(here, new SmartRules.Probe.Http(port, "/"))))
            .isEqualTo(status == 204);
        answering.join();
      }
    }
  }
}
