package dev.glasshouse.app;

import dev.glasshouse.fetch.Profile;
import dev.glasshouse.fetch.cache.Asking;
import dev.glasshouse.fetch.cache.CacheLimits;
import dev.glasshouse.fetch.cache.CacheMode;
import dev.glasshouse.fetch.cache.HttpCache;
import dev.glasshouse.fetch.cache.Listed;
import dev.glasshouse.fetch.cache.Outlook;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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

  @Option(names = "--delete", description = "delete its entries; needs URL or --all")
  private boolean delete;

  @Option(names = "--all", description = "with --delete: all of them")
  private boolean all;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "the folder with what is kept between runs; the user's own when not said")
  private @Nullable Path folder;

  @Option(
      names = "--json",
      description = "print JSON, an object a line; docs/json-lines.md has the members")
  private boolean json;

  @Mixin private final LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    Language words = language.chosen();
    if (delete && typed == null && !all) {
      throw console.wrong("say what to delete: URL or --all");
    }
    if (all && (!delete || typed != null)) {
      throw console.wrong("--all goes with --delete, without a URL");
    }
    Optional<Url> asked = Optional.ofNullable(typed).map(this::url);
    Profile profile = folder == null ? Profile.standard(System.getenv()) : Profile.at(folder);
    var table = new CacheTable(words);
    var lines = new CacheLines(words);
    if (!Files.isDirectory(profile.cache())) {
      // Nothing was ever kept: there is no folder to be made for that.
      console.out().print(json ? "" : table.nothing(profile.cache()));
      console.out().flush();
      return Glass.OK;
    }
    try (HttpCache cache =
        HttpCache.in(profile.cache(), CacheLimits.DEFAULT, InstantSource.system())) {
      if (cache.withoutDisk().isPresent()) {
        console
            .err()
            .println(
                "glass: "
                    + profile.cache()
                    + ": "
                    + Wording.in(words).because(cache.withoutDisk().get()).orElse(""));
        return Glass.FAILED;
      }
      console.out().print(tell(cache, asked, table, lines, profile));
      console.out().flush();
      return Glass.OK;
    }
  }

  private String tell(
      HttpCache cache, Optional<Url> asked, CacheTable table, CacheLines lines, Profile profile) {
    String kept = asked.map(url -> url.withoutCredentials().hrefWithoutFragment()).orElse("");
    if (delete) {
      int count = asked.isEmpty() ? cache.deleteAll() : cache.delete(kept);
      return json ? lines.deleted(count) : table.deleted(count);
    }
    if (asked.isEmpty()) {
      return json ? lines.entries(cache.list()) : table.text(cache.list(), profile.cache());
    }
    Url url = asked.get();
    Site site = page == null ? Site.of(url) : Site.of(url(page));
    var asking = new Asking(url, site.toString(), true, CacheMode.DEFAULT, page == null);
    Outlook outlook = cache.outlook(Request.get(url), asking);
    List<Listed> entries = cache.list().stream().filter(each -> each.url().equals(kept)).toList();
    return json
        ? lines.outlook(url.display(), outlook) + lines.entries(entries)
        : table.outlook(url.display(), outlook, entries);
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
