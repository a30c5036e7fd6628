package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** HTTPS records: their bytes, their rules, and how they are asked for. */
@Timeout(30)
class ServicesTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final Script script = new Script();
  private final Recorder recorder = Recorder.start();
  @TempDir Path folder;

  /** A record's data. */
  private static final class Data {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Data(int priority, String target) {
      number(priority);
      for (String label : target.isEmpty() ? new String[0] : target.split("\\.")) {
        bytes.write(label.length());
        bytes.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
      }
      bytes.write(0);
    }

    private void number(int number) {
      bytes.write(number >> 8);
      bytes.write(number);
    }

    Data with(int key, String hex) {
      byte[] value = HexFormat.of().parseHex(hex);
      number(key);
      number(value.length);
      bytes.writeBytes(value);
      return this;
    }

    byte[] done() {
      return bytes.toByteArray();
    }
  }

  private static ServiceBinding good(Data data) {
    return switch (ServiceData.read(data.done())) {
      case ServiceData.Good(ServiceBinding binding) -> binding;
      case ServiceData.Bad(String problem) -> throw new AssertionError(problem);
    };
  }

  private static void bad(Data data, String problem) {
    assertThat(ServiceData.read(data.done()))
        .isInstanceOfSatisfying(
            ServiceData.Bad.class, b -> assertThat(b.problem()).contains(problem));
  }

  @Test
  void readsWhatIsThere() {
    ServiceBinding its =
        good(
            new Data(1, "Edge.Example")
                .with(1, "026832" + "026833")
                .with(3, "20fb")
                .with(4, "c0000201" + "c0000202")
                .with(5, "0001")
                .with(6, "20010db8000000000000000000000001")
                .with(65280, ""));
    assertThat(its.priority()).isEqualTo(1);
    assertThat(its.target()).isEqualTo("edge.example");
    assertThat(its.alpn()).containsExactly("h2", "h3");
    assertThat(its.protocols()).containsExactly("h2", "h3", "http/1.1");
    assertThat(its.port()).hasValue(8443);
    assertThat(its.hints())
        .containsExactly(
            InetAddress.ofLiteral("2001:db8::1"),
            InetAddress.ofLiteral("192.0.2.1"),
            InetAddress.ofLiteral("192.0.2.2"));
    assertThat(its.encryptedHello()).isTrue();
    assertThat(its.unsupported()).containsExactly("ech", "key65280");
    assertThat(its.demands()).isEmpty();
  }

  @Test
  void noDefaultProtocol() {
    ServiceBinding its = good(new Data(1, "").with(1, "026833").with(2, ""));
    assertThat(its.protocols()).containsExactly("h3");
  }

  @Test
  void whatIsMandatoryAndUnknownIsDemanded() {
    ServiceBinding its =
        good(new Data(1, "").with(0, "0001" + "0005").with(1, "026833").with(5, "00"));
    assertThat(its.demands()).containsExactly("ech");
  }

  @Test
  void theParametersOfAnAliasDoNotCount() {
    ServiceBinding its = good(new Data(0, "pool.example").with(1, "026833"));
    assertThat(its.isAlias()).isTrue();
    assertThat(its.alpn()).isEmpty();
  }

  @Test
  void whatIsMalformedIsRefused() {
    bad(new Data(1, "").with(3, "0050").with(1, "026832"), "does not come after");
    bad(new Data(1, "").with(1, "026832").with(1, "026832"), "does not come after");
    bad(new Data(1, "").with(1, ""), "alpn is empty");
    bad(new Data(1, "").with(1, "00"), "empty, or runs out");
    bad(new Data(1, "").with(1, "0568"), "empty, or runs out");
    bad(new Data(1, "").with(2, ""), "without alpn");
    bad(new Data(1, "").with(1, "026832").with(2, "00"), "has a value");
    bad(new Data(1, "").with(3, "50"), "a port of 1 bytes");
    bad(new Data(1, "").with(4, "c00002"), "ipv4hint has 3 bytes");
    bad(new Data(1, "").with(6, ""), "ipv6hint has 0 bytes");
    bad(new Data(1, "").with(0, ""), "mandatory has 0 bytes");
    bad(new Data(1, "").with(0, "0000"), "names mandatory");
    bad(new Data(1, "").with(0, "0001"), "names alpn");
    bad(new Data(1, "a b"), "no host's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "00", "0001", "0001c00c", "00010161", "00010000010005026832", "000140"})
  void whatIsCutIsRefused(String hex) {
    assertThat(ServiceData.read(HexFormat.of().parseHex(hex))).isInstanceOf(ServiceData.Bad.class);
  }

  @Test
  void nothingThatComesBreaksIt() {
    var random = new Random(9);
    byte[] whole = new Data(1, "a.b").with(1, "026832").with(3, "0050").with(4, "c0000201").done();
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 3));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(ServiceData.read(bytes)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "1 . alpn=h2,h3",
        "16 foo.example.org. alpn=h2 port=8443 ipv4hint=192.0.2.1",
        "1 . alpn=\"f\\\\\\\\oo\\\\,bar,h2\"",
        "1 . mandatory=alpn,ipv4hint alpn=h3 no-default-alpn ipv4hint=192.0.2.1",
        "0 pool.example.",
        "1 . ech=AEX+DQ== ipv6hint=2001:db8::1",
        "1 . key667=\"hello\\210qoo\"",
      })
  void theTextThatIsKeptSaysTheSame(String text) throws Exception {
    Record record =
        Record.fromString(Name.fromString("a.example."), Type.HTTPS, DClass.IN, 0, text, Name.root);
    byte[] wire = record.rdataToWireCanonical();
    Record again =
        Record.fromString(
            Name.fromString("a.example."),
            Type.HTTPS,
            DClass.IN,
            0,
            record.rdataToString(),
            Name.root);
    assertThat(again.rdataToWireCanonical()).isEqualTo(wire);
    assertThat(ServiceData.read(wire)).isInstanceOf(ServiceData.Good.class);
  }

  @Test
  void aCompressedTargetIsRefusedInTheMessage() {
    byte[] question = HexFormat.of().parseHex("0001010000010000000000000161000041" + "0001");
    byte[] answer =
        HexFormat.of()
            .parseHex(
                "0001818000010001000000000161000041"
                    + "0001"
                    + "c00c00410001000000100004"
                    + "0001c00c");
    assertThat(MessageCheck.problem(question, Limits.DEFAULT)).isEmpty();
    assertThat(MessageCheck.problem(answer, Limits.DEFAULT).orElse("")).contains("compressed");
  }

  private Resolver resolver(BuiltIn builtIn) {
    return new Resolver(
        new Resolver.Parts(
            builtIn,
            new NameCache(),
            new HostsFile(folder.resolve("hosts")),
            ResolvConf.parse("nameserver 192.0.2.53\n"),
            script,
            Limits.DEFAULT,
            () -> 4711,
            () -> Instant.EPOCH));
  }

  private Services ask(String host, int port) {
    return resolver(BuiltIn.NONE).services(host, port, Deadline.in(WAIT), recorder.trail());
  }

  private List<Object> unknown() {
    return recorder.journey().entries().stream()
        .filter(e -> e.step() instanceof VersionStep.ServiceUnknown)
        .map(Entry::because)
        .<Object>map(b -> b.reason())
        .toList();
  }

  @Test
  void theBestComesFirstAndIsNamed() {
    script.on(
        "www.site.test HTTPS",
        "www.site.test. 60 HTTPS 2 back.site.test. alpn=h2",
        "www.site.test. 60 HTTPS 1 . alpn=h3,h2");
    Services services = ask("www.site.test", 443);
    assertThat(services.known()).isEqualTo(Services.Known.SAID);
    assertThat(services.bindings())
        .extracting(ServiceBinding::target)
        .containsExactly("www.site.test", "back.site.test");
  }

  @Test
  void anotherPortStandsInTheName() {
    script.on("_8443._https.site.test HTTPS", "_8443._https.site.test. 60 HTTPS 1 . alpn=h3");
    Services services = ask("site.test", 8443);
    assertThat(services.bindings().getFirst().target()).isEqualTo("site.test");
  }

  @Test
  void aliasesAreFollowed() {
    script
        .on("site.test HTTPS", "site.test. 60 HTTPS 0 pool.test.")
        .on("pool.test HTTPS", "pool.test. 60 HTTPS 1 . alpn=h3 port=444");
    Services services = ask("site.test", 443);
    assertThat(services.bindings().getFirst().target()).isEqualTo("pool.test");
    assertThat(services.bindings().getFirst().port()).hasValue(444);
  }

  @Test
  void anAliasCountsThoughNoMoreIsSaidOfWhereItLeads() {
    script
        .on("site.test HTTPS", "site.test. 60 HTTPS 0 pool.test.")
        .on("pool.test HTTPS", new String[0])
        .on("www.site.test HTTPS", "www.site.test. 60 HTTPS 0 silent.test.");
    for (String host : List.of("site.test", "www.site.test")) {
      Services services = ask(host, 443);
      assertThat(services.known()).isEqualTo(Services.Known.SAID);
      assertThat(services.bindings()).allMatch(ServiceBinding::isAlias).hasSize(1);
    }
    assertThat(ask("site.test", 443).bindings().getFirst().target()).isEqualTo("pool.test");
    assertThat(ask("www.site.test", 443).bindings().getFirst().target()).isEqualTo("silent.test");
    assertThat(unknown()).contains(VersionReason.RECORD_ABSENT, VersionReason.RECORD_FAILED);
  }

  @Test
  void circlesEnd() {
    script
        .on("site.test HTTPS", "site.test. 60 HTTPS 0 pool.test.")
        .on("pool.test HTTPS", "pool.test. 60 HTTPS 0 site.test.");
    assertThat(ask("site.test", 443).known()).isEqualTo(Services.Known.UNKNOWN);
    assertThat(unknown()).containsExactly(VersionReason.RECORD_CIRCLE);
  }

  @Test
  void whatDemandsTheUnknownIsNotUsed() {
    script.on(
        "site.test HTTPS",
        "site.test. 60 HTTPS 1 . mandatory=key1000 alpn=h3 key1000=a",
        "site.test. 60 HTTPS 2 . alpn=h2");
    assertThat(ask("site.test", 443).bindings())
        .extracting(ServiceBinding::priority)
        .containsExactly(2);
    assertThat(unknown()).containsExactly(VersionReason.RECORD_UNUSABLE);
  }

  @Test
  void aServerThatFailsDoesNotBreakThePage() {
    assertThat(ask("site.test", 443).known()).isEqualTo(Services.Known.UNKNOWN);
    assertThat(unknown()).containsExactly(VersionReason.RECORD_FAILED);
  }

  @Test
  void addressesAndBuiltInNamesAreNotAskedAbout() {
    Resolver ours = resolver(name -> Optional.of(List.of()));
    for (String host : List.of("127.0.0.1", "[::1]", "localhost", "x.invalid")) {
      assertThat(ask(host, 443)).isEqualTo(Services.NOT_ASKED);
    }
    assertThat(ours.services("page.glass", 443, Deadline.in(WAIT), Trail.OFF))
        .isEqualTo(Services.NOT_ASKED);
    assertThat(script.asked).isEmpty();
  }

  @Test
  void oneLookupServesSeveral() throws Exception {
    var go = new CountDownLatch(1);
    List<InetAddress> here = List.of(InetAddress.ofLiteral("192.0.2.1"));
    Names names =
        new Names() {
          @Override
          public Addresses addresses(String host, Deadline d, Trail t, Arrivals arrivals) {
            arrivals.arrived(Family.IPV4, here);
            return new Addresses(host, host, here, "test", Duration.ZERO);
          }

          @Override
          public Services services(String host, int port, Deadline d, Trail t) {
            try {
              go.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return Services.ABSENT;
          }
        };
    Lookup lookup =
        Lookup.begin(names, "a", 443, Lookup.Ask.SERVICES_TOO, Deadline.in(WAIT), Trail.OFF);
    for (int i = 0; i < 2; i++) {
      var told = new java.util.ArrayList<InetAddress>();
      assertThat(
              lookup
                  .addresses("a", Deadline.in(WAIT), Trail.OFF, (_, list) -> told.addAll(list))
                  .list())
          .isEqualTo(here);
      assertThat(told).isEqualTo(here);
    }
    assertThat(lookup.services(Duration.ZERO, Deadline.in(WAIT))).isEmpty();
    go.countDown();
    assertThat(lookup.services(WAIT, Deadline.in(WAIT))).contains(Services.ABSENT);
    assertThat(new InetSocketAddress(lookup.soFar().getFirst(), 1).getPort()).isEqualTo(1);
  }
}
