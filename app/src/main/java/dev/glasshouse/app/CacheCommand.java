package dev.glasshouse.app;

import dev.glasshouse.fetch.Profile;
import dev.glasshouse.fetch.cache.Asking;
import dev.glasshouse.fetch.cache.CacheLimits;
import dev.glasshouse.fetch.cache.CacheMode;
import dev.glasshouse.fetch.cache.HttpCache;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
  @Spec private @Nullable CommandSpec spec;

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

  @Option(names = "--lang", paramLabel = "en|zh", description = "the language")
  private String language = "en";

  @Override
  public Integer call() {
    Language words =
        Language.of(language).orElseThrow(() -> wrong("the cache is told of in en and zh"));
    if (delete && typed == null && !all) {
      throw wrong("say what to delete: URL or --all");
    }
    if (all && (!delete || typed != null)) {
      throw wrong("--all goes with --delete, without a URL");
    }
    Optional<Url> asked = Optional.ofNullable(typed).map(this::url);
    Profile profile = folder == null ? Profile.standard(System.getenv()) : Profile.at(folder);
    var table = new CacheTable(words);
    if (!Files.isDirectory(profile.cache())) {
      // Nothing was ever kept: there is no folder to be made for that.
      out().print(table.nothing(profile.cache()));
      out().flush();
      return Glass.OK;
    }
    try (HttpCache cache =
        HttpCache.in(profile.cache(), CacheLimits.DEFAULT, InstantSource.system())) {
      if (cache.withoutDisk().isPresent()) {
        err()
            .println(
                "glass: "
                    + profile.cache()
                    + ": "
                    + Wording.in(words).because(cache.withoutDisk().get()).orElse(""));
        return Glass.FAILED;
      }
      out().print(tell(cache, asked, table, profile));
      out().flush();
      return Glass.OK;
    }
  }

  private String tell(HttpCache cache, Optional<Url> asked, CacheTable table, Profile profile) {
    if (asked.isEmpty()) {
      return delete ? table.deleted(cache.deleteAll()) : table.text(cache.list(), profile.cache());
    }
    Url url = asked.get();
    String kept = url.withoutCredentials().hrefWithoutFragment();
    if (delete) {
      return table.deleted(cache.delete(kept));
    }
    Site site = page == null ? Site.of(url) : Site.of(url(page));
    var asking = new Asking(url, site.toString(), true, CacheMode.DEFAULT, page == null);
    return table.outlook(
        url.display(),
        cache.outlook(Request.get(url), asking),
        cache.list().stream().filter(each -> each.url().equals(kept)).toList());
  }

  private Url url(String text) {
    return switch (AddressBar.read(text)) {
      case Typed.Location location when location.url().isHttp() -> location.url();
      case Typed.Location location ->
          throw wrong(location.url().display() + " is not of http or https");
      case Typed.NotAUrl(String what, String message) -> throw wrong(what + ": " + message);
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("run without a command line");
    }
    return spec;
  }

  private PrintWriter out() {
    return command().commandLine().getOut();
  }

  private PrintWriter err() {
    return command().commandLine().getErr();
  }
}
