package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every text; the seeds are fixed, so that a build says the same each time. */
final class UrlPropertiesTest {
  private static final String[] PIECES = {
    "http:",
    "https:",
    "file:",
    "ws:",
    "foo:",
    "mailto:",
    "data:",
    "blob:",
    "about:",
    "//",
    "/",
    "\\",
    "?",
    "#",
    "@",
    ":",
    "::",
    "[",
    "]",
    ".",
    "..",
    "%2e",
    "%",
    "%zz",
    "%41",
    "C:",
    "c|",
    "localhost",
    "example.com",
    "0x7f",
    "256",
    "1.2.3.4",
    "080",
    "xn--",
    "xn--a",
    "ü",
    "ﬀ",
    "。",
    "\uD83D\uDE00",
    "\uD800",
    "\uFFFE",
    " ",
    "\t",
    "\n",
    "\0",
    "^",
    "`",
    "'",
    "~",
    "80",
    "65536",
    ";base64,",
    "=",
    "&",
    "+",
    "\u00AD",
    "\u200D",
    "א",
    "١"
  };

  @Provide
  Arbitrary<String> urlish() {
    return Arbitraries.of(PIECES).list().ofMaxSize(14).map(l -> String.join("", l));
  }

  private static Optional<Url> parse(String text, Optional<Url> base) {
    try {
      return Optional.of(Url.parse(text, base, StandardCharsets.UTF_8, Limits.DEFAULT));
    } catch (UrlException e) {
      assertThat(e.error().isFailure()).isTrue();
      assertThat(e.position()).isBetween(-1, text.length());
      assertThat(e.getMessage()).doesNotContain("\n");
      return Optional.empty();
    }
  }

  @Property(tries = 20_000, seed = "1")
  void parsingAnHrefAgainChangesNothing(@ForAll("urlish") String text, @ForAll("urlish") String b) {
    Optional<Url> base = parse(b, Optional.empty());
    Optional<Url> parsed = parse(text, base);
    if (parsed.isEmpty()) {
      return;
    }
    Url url = parsed.get();
    Url again = Url.parse(url.href());
    assertThat(again.href()).isEqualTo(url.href());
    assertThat(again.host()).isEqualTo(url.host());
    assertThat(again.path()).isEqualTo(url.path());
    assertThat(again.query()).isEqualTo(url.query());
    assertThat(url.href()).isEqualTo(url.hrefWithoutFragment() + UrlSettersTest.hashOf(url));
    assertThat(url.validationErrors()).allMatch(e -> e.position() <= text.length());
    assertThat(url.validationErrors()).noneMatch(e -> e.error().isFailure());
    assertThat(url.href()).matches("[!-~]+(| [ -~]*[!-~])");
  }

  @Property(tries = 5_000, seed = "2")
  void anyTextIsAUrlOrAUrlException(@ForAll String text) {
    parse(text, Optional.empty());
    parse("http://" + text, Optional.empty());
    parse(text, Optional.of(Url.parse("https://example.com/a/b?c#d")));
  }

  @Property(tries = 5_000, seed = "3")
  void settersNeverThrowAndGiveUrls(@ForAll("urlish") String text, @ForAll("urlish") String value) {
    Optional<Url> parsed = parse(text, Optional.empty());
    if (parsed.isEmpty()) {
      return;
    }
    Url url = parsed.get();
    for (Url after :
        List.of(
            UrlSetters.withProtocol(url, value),
            UrlSetters.withUsername(url, value),
            UrlSetters.withPassword(url, value),
            UrlSetters.withHost(url, value),
            UrlSetters.withHostname(url, value),
            UrlSetters.withPort(url, value),
            UrlSetters.withPathname(url, value),
            UrlSetters.withSearch(url, value),
            UrlSetters.withHash(url, value))) {
      assertThat(Url.parse(after.href())).isEqualTo(after);
    }
  }

  @Property(tries = 5_000, seed = "4")
  void everyEncodingWritesAQuery(@ForAll("urlish") String text) {
    for (String name :
        List.of(
            "GBK",
            "GB18030",
            "Big5",
            "Shift_JIS",
            "EUC-JP",
            "ISO-2022-JP",
            "EUC-KR",
            "windows-1252",
            "ISO-8859-2",
            "UTF-16BE",
            "ISO-2022-CN")) {
      Url base = Url.parse("http://x/");
      assertThat(Url.parse("http://x/?" + text, base, Charset.forName(name)).href()).isNotEmpty();
    }
  }

  @Property(tries = 5_000, seed = "5")
  void theAddressBarAlwaysAnswers(@ForAll("urlish") String text) {
    switch (AddressBar.read(text)) {
      case Typed.Location place -> assertThat(place.url().href()).isNotEmpty();
      case Typed.NotAUrl none -> assertThat(none.message()).isNotBlank();
    }
  }

  @Property(tries = 5_000, seed = "6")
  void formsComeBackAsTheyWere(@ForAll List<String> names) {
    List<FormUrlEncoded.Pair> pairs =
        names.stream()
            .map(n -> new String(n.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
            .map(n -> new FormUrlEncoded.Pair(n, n + "=&+ %41"))
            .toList();
    assertThat(FormUrlEncoded.parse(FormUrlEncoded.serialize(pairs))).isEqualTo(pairs);
  }

  @Property(tries = 5_000, seed = "7")
  void mimeTypesComeBackAsTheyWere(@ForAll String text, @ForAll("urlish") String more) {
    for (String type : List.of(text, "text/html;" + text, "a/b;c=\"" + text + more)) {
      MimeType.parse(type).ifPresent(t -> assertThat(MimeType.parse(t.toString())).contains(t));
    }
  }

  @Property(tries = 5_000, seed = "8")
  void everyHeaderIsOfSomeType(@ForAll byte[] header) {
    for (MimeSniffer.Context context : MimeSniffer.Context.values()) {
      assertThat(MimeSniffer.sniff(ContentType.NONE, context, header).computed().essence())
          .contains("/");
    }
  }
}
