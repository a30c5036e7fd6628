package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

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

  /**
   * Characters at which texts turn: ends of ranges, surrogates, what the formats give a meaning.
   */
  private static final String EDGES =
      "\0\t\n\r !\"#$%&'()*+,-./0:;<=>?@AZ[\\]^_`az{|}~\u007f\u0080\u00a0\u00ad\u00ff\u0131"
          + "\u03c2\u200d\u2028\u3002\ud7ff\ud800\udbff\udc00\udfff\ue000\ufeff\ufffd\uffff";

  /** What is tried with a random text; it throws when something does not hold. */
  private interface Trial {
    void run(Random random, StringBuilder shown);
  }

  /** Tries it often, from a fixed seed; a failure tells the seed and the case. */
  private static void tries(int times, long seed, Trial trial) {
    var random = new Random(seed);
    for (int i = 0; i < times; i++) {
      var shown = new StringBuilder();
      try {
        trial.run(random, shown);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", case " + i + ": " + shown, e);
      }
    }
  }

  private static String shown(StringBuilder shown, String text) {
    for (char c : text.toCharArray()) {
      shown.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    shown.append(" | ");
    return text;
  }

  private static String urlish(Random random, StringBuilder shown) {
    var text = new StringBuilder();
    for (int left = random.nextInt(15); left > 0; left--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return shown(shown, text.toString());
  }

  /** Any text at all, lone surrogates included; every other character is one that matters. */
  private static String anyText(Random random, StringBuilder shown) {
    var text = new StringBuilder();
    for (int left = random.nextInt(random.nextInt(8) == 0 ? 250 : 20); left > 0; left--) {
      text.append(
          switch (random.nextInt(4)) {
            case 0 -> (char) random.nextInt(0x10000);
            case 1 -> (char) random.nextInt(0x80);
            default -> EDGES.charAt(random.nextInt(EDGES.length()));
          });
    }
    return shown(shown, text.toString());
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

  @Test
  void parsingAnHrefAgainChangesNothing() {
    tries(
        20_000,
        1,
        (random, shown) -> {
          String text = urlish(random, shown);
          String b = urlish(random, shown);
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
        });
  }

  @Test
  void anyTextIsAUrlOrAUrlException() {
    tries(
        5_000,
        2,
        (random, shown) -> {
          String text = anyText(random, shown);
          parse(text, Optional.empty());
          parse("http://" + text, Optional.empty());
          parse(text, Optional.of(Url.parse("https://example.com/a/b?c#d")));
        });
  }

  @Test
  void settersNeverThrowAndGiveUrls() {
    tries(
        5_000,
        3,
        (random, shown) -> {
          String text = urlish(random, shown);
          String value = urlish(random, shown);
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
        });
  }

  @Test
  void everyEncodingWritesAQuery() {
    tries(
        5_000,
        4,
        (random, shown) -> {
          String text = urlish(random, shown);
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
            assertThat(Url.parse("http://x/?" + text, base, Charset.forName(name)).href())
                .isNotEmpty();
          }
        });
  }

  @Test
  void theAddressBarAlwaysAnswers() {
    tries(
        5_000,
        5,
        (random, shown) -> {
          String text = urlish(random, shown);
          switch (AddressBar.read(text)) {
            case Typed.Location place -> assertThat(place.url().href()).isNotEmpty();
            case Typed.NotAUrl none -> assertThat(none.message()).isNotBlank();
          }
        });
  }

  @Test
  void formsComeBackAsTheyWere() {
    tries(
        5_000,
        6,
        (random, shown) -> {
          var names = new ArrayList<String>();
          for (int left = random.nextInt(8); left > 0; left--) {
            names.add(anyText(random, shown));
          }
          List<FormUrlEncoded.Pair> pairs =
              names.stream()
                  .map(n -> new String(n.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                  .map(n -> new FormUrlEncoded.Pair(n, n + "=&+ %41"))
                  .toList();
          assertThat(FormUrlEncoded.parse(FormUrlEncoded.serialize(pairs))).isEqualTo(pairs);
        });
  }

  @Test
  void mimeTypesComeBackAsTheyWere() {
    tries(
        5_000,
        7,
        (random, shown) -> {
          String text = anyText(random, shown);
          String more = urlish(random, shown);
          for (String type : List.of(text, "text/html;" + text, "a/b;c=\"" + text + more)) {
            MimeType.parse(type)
                .ifPresent(t -> assertThat(MimeType.parse(t.toString())).contains(t));
          }
        });
  }

  @Test
  void everyHeaderIsOfSomeType() {
    tries(
        5_000,
        8,
        (random, shown) -> {
          byte[] header = new byte[random.nextInt(300)];
          random.nextBytes(header);
          shown.append(java.util.HexFormat.of().formatHex(header));
          for (MimeSniffer.Context context : MimeSniffer.Context.values()) {
            assertThat(MimeSniffer.sniff(ContentType.NONE, context, header).computed().essence())
                .contains("/");
          }
        });
  }
}
