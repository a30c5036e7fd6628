package dev.glasshouse.fetch.hsts;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.fetch.hsts.HstsStore.Certificate;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6797, clause by clause. */
class HstsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '\'',
      value = {
        "max-age=31536000                        | 31536000 | false",
        "max-age=15768000 ; includeSubDomains    | 15768000 | true",
        "MAX-AGE=\"31536000\"                    | 31536000 | false",
        "max-age=0                               | 0        | false",
        "; ;max-age=1; ;                         | 1        | false",
        "max-age=1; INCLUDESUBDOMAINS            | 1        | true",
        "max-age = 1 ; includeSubDomains ;       | 1        | true",
        "max-age=1; preload                      | 1        | false",
        "max-age=1; x=y; z=\"a;b\\\"c\"          | 1        | false",
        "max-age=00000000000000000000000000000007| 7        | false",
        "max-age=99999999999999999999            | 3153600000 | false",
        "includeSubDomains                       | -        | -",
        "max-age                                 | -        | -",
        "max-age=                                | -        | -",
        "max-age=-1                              | -        | -",
        "max-age=1.5                             | -        | -",
        "max-age=1; max-age=2                    | -        | -",
        "max-age=1; includeSubDomains; includesubdomains | - | -",
        "max-age=1; includeSubDomains=1          | -        | -",
        "max-age=1 includeSubDomains             | -        | -",
        "max-age=1, includeSubDomains            | -        | -",
        "max-age=\"1                             | -        | -",
        "=1; max-age=1                           | -        | -",
      })
  void fields(String text, Long seconds, Boolean below) {
    HstsField.Read read = HstsField.read(text);
    if (seconds == null) {
      assertThat(read.field()).isEmpty();
      assertThat(read.problem()).isNotBlank();
    } else {
      assertThat(read.field())
          .contains(new HstsField(Duration.ofSeconds(seconds), Boolean.TRUE.equals(below)));
    }
  }

  @Test
  void anyTextIsReadWithoutHarm() {
    var random = new Random(6797);
    String alphabet = "max-age=0123456789;\"\\ \tincludeSubDomains,é";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      HstsField.Read read = HstsField.read(text.toString());
      assertThat(read.field().isPresent()).isEqualTo(read.problem().isEmpty());
    }
  }

  private static HstsStore store() {
    return new HstsStore(100, 10);
  }

  private static Optional<PolicyReason> demands(HstsStore store, String url, Instant now) {
    return store.demands(Url.parse(url), now).map(Because::reason).map(r -> (PolicyReason) r);
  }

  @Test
  void hostsAreKnownAsLongAsTheySay() {
    HstsStore store = store();
    Url url = Url.parse("https://www.Example.com/");
    assertThat(store.take(url, "max-age=10", Certificate.CHECKED, NOW))
        .isInstanceOf(HstsVerdict.Kept.class);
    assertThat(demands(store, "http://www.example.com/", NOW)).contains(PolicyReason.HSTS_KNOWN);
    assertThat(demands(store, "http://www.example.com.:8080/", NOW))
        .contains(PolicyReason.HSTS_KNOWN);
    assertThat(demands(store, "http://www.example.com/", NOW.plusSeconds(10))).isEmpty();
    assertThat(demands(store, "http://a.www.example.com/", NOW)).isEmpty();
    assertThat(demands(store, "http://example.com/", NOW)).isEmpty();
    assertThat(store.take(url, "max-age=0", Certificate.CHECKED, NOW))
        .isInstanceOf(HstsVerdict.Forgotten.class);
    assertThat(demands(store, "http://www.example.com/", NOW)).isEmpty();
  }

  @Test
  void hostsBelowAreMeantWhereThatIsSaid() {
    HstsStore store = store();
    store.take(
        Url.parse("https://example.com/"), "max-age=9;includeSubDomains", Certificate.CHECKED, NOW);
    assertThat(demands(store, "http://a.b.example.com/", NOW))
        .contains(PolicyReason.HSTS_KNOWN_ABOVE);
    assertThat(demands(store, "http://badexample.com/", NOW)).isEmpty();
    store.take(Url.parse("https://a.example.com/"), "max-age=5", Certificate.CHECKED, NOW);
    assertThat(demands(store, "http://b.a.example.com/", NOW))
        .as("the one above it goes on to hold")
        .contains(PolicyReason.HSTS_KNOWN_ABOVE);
  }

  @Test
  void onlyWhatNobodyCouldForgeCounts() {
    HstsStore store = store();
    assertThat(store.take(Url.parse("http://a.test/"), "max-age=9", Certificate.CHECKED, NOW))
        .isInstanceOf(HstsVerdict.Ignored.class);
    assertThat(store.take(Url.parse("https://192.0.2.1/"), "max-age=9", Certificate.CHECKED, NOW))
        .extracting(v -> v.because().reason())
        .isEqualTo(PolicyReason.HSTS_ADDRESS);
    assertThat(store.take(Url.parse("https://[::1]/"), "max-age=9", Certificate.CHECKED, NOW))
        .isInstanceOf(HstsVerdict.Ignored.class);
    assertThat(store.take(Url.parse("https://a.test/"), "max-age=9", Certificate.UNCHECKED, NOW))
        .extracting(v -> v.because().reason())
        .isEqualTo(PolicyReason.HSTS_UNVERIFIED);
    assertThat(store.hosts(NOW)).isEmpty();
  }

  /** Chromium heeds the field of no such host either. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a.localhost", "localhost."})
  void noProgramOfThisMachineSpeaksForTheOthers(String host, @TempDir Path folder)
      throws Exception {
    HstsStore store = store();
    Url url = Url.parse("https://" + host + ":8443/");
    assertThat(store.take(url, "max-age=9; includeSubDomains", Certificate.CHECKED, NOW))
        .extracting(v -> v.because().reason())
        .isEqualTo(PolicyReason.HSTS_LOCALHOST);
    store.restore(new HstsHost("localhost", true, NOW.plusSeconds(9)), NOW);
    assertThat(demands(store, "http://" + host + "/", NOW)).as("of an earlier run").isEmpty();
    store.preload(list(folder, ".localhost \"unlimited\"\n"));
    assertThat(demands(store, "http://" + host + "/", NOW)).contains(PolicyReason.HSTS_PRELOADED);
  }

  @Test
  void someTopLevelDomainsAreBuiltIn() {
    assertThat(demands(store(), "http://anything.dev/", NOW)).contains(PolicyReason.HSTS_TOP_LEVEL);
    assertThat(demands(store(), "http://dev/", NOW)).isEmpty();
    assertThat(demands(store(), "http://example.com/", NOW)).isEmpty();
  }

  @Test
  void theUrlKeepsAnotherPort() {
    assertThat(HstsStore.secured(Url.parse("http://a.test/x?y#z")).href())
        .isEqualTo("https://a.test/x?y#z");
    assertThat(HstsStore.secured(Url.parse("http://u:p@a.test:80/")).href())
        .isEqualTo("https://u:p@a.test/");
    assertThat(HstsStore.secured(Url.parse("http://a.test:8080/")).href())
        .isEqualTo("https://a.test:8080/");
    assertThat(HstsStore.secured(Url.parse("http://a.test:443/")).href())
        .isEqualTo("https://a.test/");
  }

  @Test
  void noSitePushesOutTheOthers() {
    HstsStore store = store();
    store.take(Url.parse("https://bank.test/"), "max-age=10", Certificate.CHECKED, NOW);
    for (int i = 0; i < 1000; i++) {
      store.take(
          Url.parse("https://x" + i + ".evil.test/"), "max-age=1000", Certificate.CHECKED, NOW);
    }
    assertThat(store.hosts(NOW)).hasSize(11);
    assertThat(demands(store, "http://bank.test/", NOW)).isPresent();
    for (int i = 0; i < 1000; i++) {
      store.take(
          Url.parse("https://s" + i + ".test/"), "max-age=" + (100 + i), Certificate.CHECKED, NOW);
    }
    assertThat(store.hosts(NOW)).hasSize(100);
    assertThat(demands(store, "http://s999.test/", NOW)).isPresent();
  }

  @Test
  void theFileIsReadableAndSharedByRuns(@TempDir Path folder) throws Exception {
    var file = new HstsFile(folder.resolve("hsts"));
    HstsStore first = store();
    file.load(first, 100, NOW);
    first.take(
        Url.parse("https://a.test/"), "max-age=99;includeSubDomains", Certificate.CHECKED, NOW);
    first.take(Url.parse("https://b.test/"), "max-age=99", Certificate.CHECKED, NOW);
    file.save(first, 100, NOW);
    assertThat(Files.readString(file.path()))
        .contains("a.test\t2026-11-22T00:01:39Z\tsubdomains\n")
        .contains("b.test\t2026-11-22T00:01:39Z\thost\n");
    HstsStore second = store();
    HstsStore third = store();
    file.load(second, 100, NOW);
    file.load(third, 100, NOW);
    assertThat(second.hosts(NOW)).hasSize(2);
    second.take(Url.parse("https://b.test/"), "max-age=0", Certificate.CHECKED, NOW);
    file.save(second, 100, NOW);
    third.take(Url.parse("https://c.test/"), "max-age=99", Certificate.CHECKED, NOW);
    file.save(third, 100, NOW);
    HstsStore fourth = store();
    file.load(fourth, 100, NOW);
    assertThat(fourth.hosts(NOW)).extracting(HstsHost::name).containsExactly("a.test", "c.test");
    assertThat(folder.toFile().list()).as("nothing is left behind").containsExactly("hsts");
  }

  @Test
  void aSpoiledFileSpoilsItsLinesOnly(@TempDir Path folder) throws Exception {
    var file = new HstsFile(folder.resolve("hsts"));
    Files.write(
        file.path(),
        List.of(
            "# a comment",
            "good.test\t2027-01-01T00:00:00Z\thost",
            "bad test\t2027-01-01T00:00:00Z\thost",
            "late.test\tyesterday\thost",
            "over.test\t2020-01-01T00:00:00Z\thost",
            "x".repeat(100_000),
            "half.test\t2027"));
    HstsStore store = store();
    file.load(store, 100, NOW);
    assertThat(store.hosts(NOW)).extracting(HstsHost::name).containsExactly("good.test");
    Files.write(file.path(), new byte[] {(byte) 0xff, 0, 10, 9, 9, 10});
    file.load(store(), 100, NOW);
  }

  private static PreloadList list(Path folder, String text) throws IOException {
    return PreloadList.read(Files.writeString(folder.resolve("list"), text), 10, NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        // A comment, as the file has them.
        { "pinsets": [ { "name": "x", "static_spki_hashes": [ "a" ] } ],
          "entries": [
            // another
            { "name": "A.test", "policy": "bulk-1-year", "mode": "force-https", "include_subdomains": true },
            { "name": "b.test", "mode": "force-https", "extra": { "deep": [1] } },
            { "name": "pins.test", "policy": "google", "include_subdomains": true, "pins": "google" }
          ] }
        """,
        """
        # Your HSTS cache.
        .a.test "unlimited"
        b.test. "20301231 10:00:00"
        pins.test "20200101 00:00:00"
        """
      })
  void aListThatIsNamedCounts(String text, @TempDir Path folder) throws Exception {
    HstsStore store = store();
    assertThat(demands(store, "http://a.test/", NOW)).isEmpty();
    store.preload(list(folder, text));
    assertThat(store.preloaded().size()).isEqualTo(2);
    assertThat(demands(store, "http://a.test/", NOW)).isPresent();
    assertThat(demands(store, "http://deep.in.a.test/", NOW)).isPresent();
    assertThat(demands(store, "http://b.test/", NOW)).isPresent();
    assertThat(demands(store, "http://c.b.test/", NOW)).isEmpty();
    assertThat(demands(store, "http://pins.test/", NOW)).isEmpty();
    assertThat(demands(store, "http://aa.test/", NOW)).isEmpty();
    store.take(Url.parse("https://a.test/"), "max-age=0", Certificate.CHECKED, NOW);
    assertThat(demands(store, "http://a.test/", NOW)).as("no host leaves the list").isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{ \"entries\": [ { \"name\": ",
        "{ \"entries\": [ { \"name\": 5",
        "a.test",
        "a.test tomorrow",
        "<html>",
        "a 9 \u0000",
      })
  void whatIsNoListIsRefused(String text, @TempDir Path folder) {
    assertThatThrownBy(() -> list(folder, text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no list of hosts");
  }

  @Test
  void aListHasItsLimit(@TempDir Path folder) {
    assertThatThrownBy(() ->
            list(
                folder,
                IntStream.range(0, 11)
                    .mapToObj(i -> "h" + i + " \"unlimited\"\n")
                    .collect(joining())))
        .hasMessageContaining("more than 10 hosts");
  }
}
