package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** The whole way of a name, with servers out of a script. */
class ResolverTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
  private static final String SOA = "!site.test. 900 SOA ns.site.test. me.site.test. 1 2 3 4 60";

  private final Script script = new Script();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Recorder recorder = Recorder.start();
  @TempDir Path folder;

  private Resolver resolver(String conf, BuiltIn builtIn) {
    return new Resolver(
        new Resolver.Parts(
            builtIn,
            new NameCache(),
            new HostsFile(folder.resolve("hosts")),
            ResolvConf.parse("nameserver 192.0.2.53\n" + conf),
            script,
            Limits.DEFAULT,
            () -> 4711,
            now::get));
  }

  private Resolver resolver() {
    return resolver("", BuiltIn.NONE);
  }

  private Addresses find(Resolver resolver, String host) throws NameException {
    return resolver.addresses(host, Deadline.in(Duration.ofSeconds(20)), recorder.trail());
  }

  private List<Step> steps() {
    return recorder.journey().entries().stream().map(Entry::step).toList();
  }

  private static List<InetAddress> addresses(String... texts) {
    var all = new ArrayList<InetAddress>();
    for (String text : texts) {
      all.add(InetAddress.ofLiteral(text));
    }
    return all;
  }

  private void outcome(Resolver resolver, String host, NameException.Outcome outcome) {
    assertThatExceptionOfType(NameException.class)
        .isThrownBy(() -> find(resolver, host))
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(outcome));
  }

  @Test
  void asksForBothFamiliesAndKeepsTheAnswer() throws Exception {
    script.on("www.site.test A", "www.site.test. 300 A 198.51.100.7");
    script.on("www.site.test AAAA", "www.site.test. 200 AAAA 2001:db8::7");
    Resolver resolver = resolver();
    Addresses first = find(resolver, "WWW.Site.test");
    assertThat(first.list()).isEqualTo(addresses("2001:db8::7", "198.51.100.7"));
    assertThat(first.source()).isEqualTo("192.0.2.53:53");
    assertThat(first.ttl()).isEqualTo(Duration.ofSeconds(200));
    now.set(START.plusSeconds(50));
    Addresses again = find(resolver, "www.site.test");
    assertThat(again.source()).isEqualTo("the browser's cache");
    assertThat(again.ttl()).isEqualTo(Duration.ofSeconds(150));
    assertThat(script.asked).hasSize(2);
    now.set(START.plusSeconds(200));
    find(resolver, "www.site.test");
    assertThat(script.asked).as("the shorter of the two has ended").hasSize(4);
  }

  @Test
  void ttlsAreKeptWithinBounds() throws Exception {
    script.on("long.test A", "long.test. 999999999 A 198.51.100.7");
    script.on("long.test AAAA", "long.test. 0 AAAA 2001:db8::7");
    Resolver resolver = resolver();
    assertThat(find(resolver, "long.test").ttl()).isEqualTo(Duration.ofSeconds(1));
    assertThat(resolver.cache().find("long.test", "A", START).orElseThrow().ttl())
        .isEqualTo(Limits.DEFAULT.longestTtl());
  }

  @Test
  void nxdomainNodataServfailAndRefusedAreToldApart() {
    script.on("gone.test A", b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    script.on("gone.test AAAA", b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    script.on("empty.test A", SOA);
    script.on("empty.test AAAA", SOA);
    script.on("bad.test A", b -> Wire.code(b, Rcode.SERVFAIL));
    script.on("bad.test AAAA", b -> Wire.code(b, Rcode.SERVFAIL));
    script.on("no.test A", b -> Wire.code(b, Rcode.REFUSED));
    script.on("no.test AAAA", b -> Wire.code(b, Rcode.REFUSED));
    Resolver resolver = resolver();
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    outcome(resolver, "empty.test", NameException.Outcome.NODATA);
    outcome(resolver, "bad.test", NameException.Outcome.SERVFAIL);
    outcome(resolver, "no.test", NameException.Outcome.REFUSED);
    outcome(resolver, "silent.test", NameException.Outcome.TIMEOUT);
    assertThat(steps()).contains(new NameStep.NameFailed("gone.test", "NXDOMAIN", "192.0.2.53:53"));
  }

  @Test
  void thatThereIsNoneIsKeptAsLongAsTheSoaSays() {
    script.on("gone.test A", b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    script.on("gone.test AAAA", b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    Resolver resolver = resolver();
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    now.set(START.plusSeconds(59));
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    assertThat(script.asked).hasSize(2);
    now.set(START.plusSeconds(60));
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    assertThat(script.asked).hasSize(4);
  }

  @Test
  void withoutAnSoaNothingNegativeIsKept() {
    script.on("gone.test A", b -> Wire.code(b, Rcode.NXDOMAIN));
    script.on("gone.test AAAA", b -> Wire.code(b, Rcode.NXDOMAIN));
    Resolver resolver = resolver();
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    outcome(resolver, "gone.test", NameException.Outcome.NXDOMAIN);
    assertThat(script.asked).hasSize(4);
  }

  @Test
  void oneFamilyIsEnough() throws Exception {
    script.on("four.test A", "four.test. 300 A 198.51.100.7");
    script.on("four.test AAAA", b -> Wire.code(b, Rcode.SERVFAIL));
    assertThat(find(resolver(), "four.test").list()).isEqualTo(addresses("198.51.100.7"));
  }

  @Test
  void followsAliasesWithinAnAnswerAndBeyond() throws Exception {
    script.on(
        "www.site.test A",
        "www.site.test. 300 CNAME b.site.test.",
        "b.site.test. 40 CNAME c.cdn.test.",
        "evil.test. 300 A 203.0.113.66");
    script.on("c.cdn.test A", "c.cdn.test. 300 A 198.51.100.7");
    script.on("www.site.test AAAA", "www.site.test. 300 CNAME b.site.test.", SOA);
    Resolver resolver = resolver();
    Addresses found = find(resolver, "www.site.test");
    assertThat(found.list()).isEqualTo(addresses("198.51.100.7"));
    assertThat(found.canonicalName()).isEqualTo("c.cdn.test");
    assertThat(found.ttl()).isEqualTo(Duration.ofSeconds(40));
    assertThat(steps())
        .contains(new NameStep.AliasFollowed("b.site.test", "c.cdn.test", Duration.ofSeconds(40)));
    assertThat(resolver.cache().find("evil.test", "A", START)).isEmpty();
  }

  @Test
  void aliasesInACircleEnd() {
    for (String type : List.of("A", "AAAA")) {
      script.on("a.test " + type, "a.test. 300 CNAME b.test.");
      script.on("b.test " + type, "b.test. 300 CNAME a.test.");
      script.on("c.test " + type, "c.test. 300 CNAME d.test.", "d.test. 300 CNAME c.test.");
    }
    outcome(resolver(), "a.test", NameException.Outcome.SERVFAIL);
    outcome(resolver(), "c.test", NameException.Outcome.SERVFAIL);
  }

  @Test
  void endlessAliasesEnd() {
    for (int i = 0; i < 100; i++) {
      for (String type : List.of("A", "AAAA")) {
        script.on("n" + i + ".test " + type, "n" + i + ".test. 300 CNAME n" + (i + 1) + ".test.");
      }
    }
    outcome(resolver(), "n0.test", NameException.Outcome.SERVFAIL);
    assertThat(script.asked.size()).isLessThanOrEqualTo(2 * (Limits.DEFAULT.aliases() + 1));
  }

  @Test
  void theHostsFileComesBeforeTheServers() throws Exception {
    Files.writeString(folder.resolve("hosts"), "\n\n192.0.2.77 in.hosts\n2001:db8::77 in.hosts\n");
    Addresses found = find(resolver(), "in.hosts");
    assertThat(found.list()).isEqualTo(addresses("192.0.2.77", "2001:db8::77"));
    assertThat(found.source()).endsWith("hosts line 3");
    assertThat(script.asked).isEmpty();
    Entry answered = recorder.journey().entries().getLast();
    assertThat(answered.because().reason()).isEqualTo(NameReason.HOSTS_LINE);
    assertThat(answered.because().arguments()).isEqualTo(List.of(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST.", "a.b.localhost"})
  void localhostNeverLeaves(String host) throws Exception {
    Addresses found = find(resolver("search corp.test", BuiltIn.NONE), host);
    assertThat(found.list()).isEqualTo(addresses("::1", "127.0.0.1"));
    assertThat(script.asked).isEmpty();
    Entry answered = recorder.journey().entries().getLast();
    assertThat(answered.because().clause()).isEqualTo(Clause.rfc(6761, "6.3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.invalid", "abc.onion"})
  void namesThatNeverAreAreNotAskedFor(String host) {
    outcome(resolver(), host, NameException.Outcome.NXDOMAIN);
    assertThat(script.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "[2001:db8::1]", "2001:db8::1"})
  void addressesAreThemselves(String host) throws Exception {
    assertThat(find(resolver(), host).list()).hasSize(1);
    assertThat(script.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "a..b", ".a", "a b", "a\\032b", "a\nb", "ü.test", "a@b", "\"a\""})
  void whatIsNoNameIsNotAskedFor(String host) {
    outcome(resolver(), host, NameException.Outcome.MALFORMED);
    outcome(resolver(), "x".repeat(64) + ".test", NameException.Outcome.MALFORMED);
    outcome(resolver(), "abcdefgh.".repeat(30) + "test", NameException.Outcome.MALFORMED);
    assertThat(script.asked).isEmpty();
  }

  @Test
  void builtInNamesComeFirst() throws Exception {
    BuiltIn builtIn =
        name ->
            name.equals("glasshouse.test")
                ? Optional.of(addresses("127.0.0.9"))
                : name.endsWith(".glasshouse.test") ? Optional.of(List.of()) : Optional.empty();
    Resolver resolver = resolver("", builtIn);
    assertThat(find(resolver, "GlassHouse.test.").list()).isEqualTo(addresses("127.0.0.9"));
    outcome(resolver, "no.glasshouse.test", NameException.Outcome.NXDOMAIN);
    assertThat(script.asked).isEmpty();
  }

  @Test
  void shortNamesAreTriedInTheSearchList() throws Exception {
    for (String type : List.of("A", "AAAA")) {
      script.on("wiki.one.test " + type, b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    }
    script.on("wiki.two.test A", "wiki.two.test. 300 A 198.51.100.7");
    script.on("wiki.two.test AAAA", SOA);
    var arrived = new CopyOnWriteArrayList<String>();
    Addresses found =
        resolver("search one.test two.test", BuiltIn.NONE)
            .addresses(
                "wiki",
                Deadline.in(Duration.ofSeconds(20)),
                Trail.OFF,
                (family, list) -> arrived.add(family + " " + list.size()));
    assertThat(found.list()).isEqualTo(addresses("198.51.100.7"));
    assertThat(found.host()).isEqualTo("wiki");
    assertThat(arrived).containsExactlyInAnyOrder("IPV6 0", "IPV4 1");
  }

  @Test
  void aNameWithDotsIsTriedAsItStandsFirst() {
    for (String type : List.of("A", "AAAA")) {
      script.on("a.b " + type, b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
      script.on("a.b.one.test " + type, b -> Wire.code(b, Rcode.NXDOMAIN, SOA));
    }
    outcome(resolver("search one.test", BuiltIn.NONE), "a.b", NameException.Outcome.NXDOMAIN);
    assertThat(script.asked.subList(0, 2)).containsExactlyInAnyOrder("a.b A", "a.b AAAA");
    assertThat(script.asked.subList(2, 4))
        .containsExactlyInAnyOrder("a.b.one.test A", "a.b.one.test AAAA");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, NODATA",
    "a.localhost, NODATA",
    "x.invalid, NXDOMAIN",
    "x.onion, NXDOMAIN",
    "127.0.0.1, NODATA"
  })
  void namesWithARuleLeaveTheMachineForNoType(String name, NameException.Outcome outcome) {
    assertThatThrownBy(
            () -> resolver().lookup(name, "MX", Deadline.in(Duration.ofSeconds(20)), Trail.OFF))
        .isInstanceOfSatisfying(
            NameException.class, e -> assertThat(e.outcome()).isEqualTo(outcome));
    assertThat(script.asked).isEmpty();
  }

  @Test
  void looksUpOtherTypes() throws Exception {
    script.on("site.test MX", "site.test. 300 MX 10 mail.site.test.");
    Answer answer =
        resolver().lookup("site.test", "MX", Deadline.in(Duration.ofSeconds(20)), Trail.OFF);
    assertThat(answer.outcome()).isEqualTo(Answer.Outcome.FOUND);
    assertThat(answer.records())
        .containsExactly(
            new Answer.Datum("site.test", Duration.ofSeconds(300), "10 mail.site.test."));
  }

  @Test
  void theServersAreThoseOfTheFile() {
    assertThat(ResolvConf.parse("nameserver 192.0.2.53").servers())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53));
  }
}
