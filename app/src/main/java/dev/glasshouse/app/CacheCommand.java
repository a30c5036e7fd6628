package dev.glasshouse.app;

import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Foreseen;
import dev.glasshouse.fetch.Profile;
import dev.glasshouse.fetch.cookies.CookieFile;
import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.cache.Listed;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass cache}: what the HTTP cache of a profile has, and what it would do; deletes. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = {
      "Lists what the HTTP cache keeps between runs: for how long each entry is fresh, and how the",
      "server can be asked whether it still holds.",
      "With a URL it says what would happen if the URL was opened now, and why.",
      "With --delete it deletes the entries of the URL, or all."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, even if there is nothing",
      "1:the cache could not be opened: perhaps another program has it open",
      "2:the command was used wrongly"
    })
final class CacheCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Parameters(arity = "0..1", paramLabel = "URL", description = "the URL that is asked about")
  private @Nullable String typed;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "the page that asks: each site has a part of the cache of its own")
  private @Nullable String page;

  @Option(
      names = "--as",
      paramLabel = "KIND",
      description = {
        "what it is asked for as: document, style, image, script, font, empty ...; a document when",
        "nothing is said, with --from what its name says"
      })
  private @Nullable String kind;

  @Mixin private final KeptOptions kept = new KeptOptions();
  @Mixin private final LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    Language words = language.chosen();
    boolean delete = kept.deletes(typed != null, "URL", console);
    Optional<Url> asked = Optional.ofNullable(typed).map(this::url);
    Profile profile = kept.profile();
    var table = new CacheTable(words);
    var lines = new CacheLines(words);
    if (Files.notExists(profile.cache())) {
      // Nothing was ever kept: there is no folder to be made for that.
      console.out().print(kept.json() ? "" : table.nothing(profile.cache()));
      console.out().flush();
      return Glass.OK;
    }
    try (HttpCache cache =
        HttpCache.in(profile.cache(), CacheLimits.DEFAULT, InstantSource.system())) {
      if (cache.withoutDisk().isPresent()) {
        String why = Wording.in(words).because(cache.withoutDisk().get()).orElse("");
        console.err().println("glass: " + profile.cache() + ": " + why);
        return Glass.FAILED;
      }
      console
          .out()
          .print(
              delete
                  ? delete(cache, asked, table, lines)
                  : tell(cache, asked, table, lines, profile));
      console.out().flush();
      tellTroubles(cache, words);
      return Glass.OK;
    }
  }

  /** Entries that turned out to be damaged, and are gone now. */
  private void tellTroubles(HttpCache cache, Language words) {
    var recorder = Recorder.start();
    cache.tellTroubles(recorder.trail());
    recorder
        .journey()
        .entries()
        .forEach(entry -> console.err().println("glass: " + Wording.in(words).whole(entry)));
  }

  private String delete(HttpCache cache, Optional<Url> asked, CacheTable table, CacheLines lines) {
    int count = asked.isEmpty() ? cache.deleteAll() : cache.delete(key(asked.get()));
    return kept.json() ? lines.deleted(count) : table.deleted(count);
  }

  private static String key(Url url) {
    return url.withoutCredentials().hrefWithoutFragment();
  }

  private String tell(
      HttpCache cache, Optional<Url> asked, CacheTable table, CacheLines lines, Profile profile) {
    if (asked.isEmpty()) {
      return kept.json() ? lines.entries(cache.list()) : table.text(cache.list(), profile.cache());
    }
    Url url = asked.get();
    FetchRequest.Builder request = FetchRequest.of(url).destination(destination(url));
    if (page != null) {
      request.referrer(url(page));
    }
    // Every URL of http has a site, so there is an outlook.
    Outlook outlook =
        new Foreseen(cookies(profile), Fetcher.Identity.DEFAULT, InstantSource.system())
            .outlook(cache, request.build())
            .orElseThrow();
    List<Listed> entries =
        cache.list().stream()
            .filter(each ->
                each.url().equals(key(url))
                    || outlook.same().filter(same -> each.url().equals(same.url())).isPresent())
            .toList();
    return kept.json()
        ? lines.outlook(url.display(), outlook) + lines.entries(entries)
        : table.outlook(url.display(), outlook, entries);
  }

  private CookieJar cookies(Profile profile) {
    var file = new CookieFile(profile.cookies());
    var jar = new CookieJar();
    for (String problem : file.load(jar, Instant.now())) {
      console.problem(file.path() + ": " + problem, language.chosen());
    }
    return jar;
  }

  private Destination destination(Url url) {
    if (kind != null) {
      return Arrays.stream(Destination.values())
          .filter(each -> each.toString().equals(kind))
          .findFirst()
          .orElseThrow(() -> console.wrong("--as " + kind + ": there is no such kind of request"));
    }
    return page == null ? Destination.DOCUMENT : byName(url);
  }

  /** What a page most likely asks for a URL of this name as. */
  private static Destination byName(Url url) {
    String path = url.path();
    return switch (path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "css" -> Destination.STYLE;
      case "js", "mjs" -> Destination.SCRIPT;
      case "png", "jpg", "jpeg", "gif", "webp", "svg", "ico", "bmp", "avif" -> Destination.IMAGE;
      case "woff", "woff2", "ttf", "otf" -> Destination.FONT;
      case "html", "htm" -> Destination.IFRAME;
      default -> Destination.EMPTY;
    };
  }

  private Url url(String text) {
    return switch (AddressBar.read(text)) {
      case Typed.Location location when location.url().isHttp() -> location.url();
      case Typed.Location location ->
          throw console.wrong(location.url().display() + " is not of http or https");
      case Typed.NotAUrl(String what, String message) -> throw console.wrong(what + ": " + message);
    };
  }
}
