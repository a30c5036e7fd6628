package dev.glasshouse.app;

import dev.glasshouse.fetch.cookies.CookieFile;
import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.CookieContext;
import dev.glasshouse.http.cookies.SendVerdict;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass cookies}: which cookies a profile keeps, which would be sent and why; deletes. */
@Command(
    name = "cookies",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the cookies that are kept between runs: those that do not end with the browser.",
      "With --for it says of each whether a URL would get it, and why, or why not.",
      "With --delete it deletes those of a NAME, of a domain, or all."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, even if there is none",
      "1:the file could not be read or written as a whole",
      "2:the command was used wrongly"
    })
final class CookiesCommand implements Callable<Integer> {
  private static final Comparator<Cookie> ORDER =
      Comparator.comparing(Cookie::domain)
          .thenComparing(Cookie::path)
          .thenComparing(Cookie::name)
          .thenComparing(cookie -> cookie.scope().partition());

  @Mixin private final Console console = new Console();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "only cookies of this name")
  private @Nullable String name;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "only cookies of this domain and those below it")
  private @Nullable String domain;

  @Option(
      names = "--for",
      paramLabel = "URL",
      description = "say of each whether a request for this URL would carry it, and why")
  private @Nullable String target;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "with --for: the page that asks; a person does when not said")
  private @Nullable String page;

  @Option(names = "--show-values", description = "show values whole, not shortened")
  private boolean showValues;

  @Mixin private final KeptOptions kept = new KeptOptions();
  @Mixin private final LanguageOption language = new LanguageOption();

  @Override
  public Integer call() {
    Language words = language.chosen();
    Optional<CookieContext> where = where();
    boolean delete = kept.deletes(name != null || domain != null, "NAME, --domain", console);
    var file = new CookieFile(kept.profile().cookies());
    var jar = new CookieJar();
    Instant now = Instant.now();
    List<String> problems = file.load(jar, now);
    problems.forEach(problem -> console.problem(file.path() + ": " + problem, words));
    if (delete) {
      return delete(file, jar, now, words);
    }
    List<Cookie> cookies = jar.cookies(now).stream().filter(which()).sorted(ORDER).toList();
    List<SendVerdict> verdicts =
        where
            .map(w -> cookies.stream().map(cookie -> SendVerdict.decide(cookie, w, now)).toList())
            .orElse(List.of());
    var table = new CookieTable(now, words, showValues);
    if (kept.json()) {
      console.out().print(table.json(cookies, verdicts));
    } else {
      console.out().print(table.text(cookies, verdicts, file.path()));
    }
    console.out().flush();
    return problems.isEmpty() ? Glass.OK : Glass.FAILED;
  }

  private int delete(CookieFile file, CookieJar jar, Instant now, Language words) {
    List<Cookie> gone = jar.delete(which()).stream().sorted(ORDER).toList();
    int broken = 0;
    try {
      if (name == null && domain == null) {
        broken = file.clear(jar, now);
      } else {
        var _ = file.save(jar, now);
      }
    } catch (IOException e) {
      console.problem(Glass.text(e), words);
      return Glass.FAILED;
    }
    var table = new CookieTable(now, words, showValues);
    console.out().print(kept.json() ? table.json(gone, List.of()) : table.deleted(gone, broken));
    console.out().flush();
    return Glass.OK;
  }

  private Predicate<Cookie> which() {
    String host = domain == null ? "" : bare(domain);
    return cookie ->
        (name == null || cookie.shownName().equals(name))
            && (domain == null
                || cookie.domain().equals(host)
                || cookie.domain().endsWith("." + host));
  }

  private static String bare(String domain) {
    return (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
  }

  private Optional<CookieContext> where() {
    if (target == null) {
      if (page != null) {
        throw console.wrong("--from goes with --for");
      }
      return Optional.empty();
    }
    var where = CookieContext.of(url(target));
    if (page == null) {
      return Optional.of(where);
    }
    Site asker = Site.of(url(page));
    boolean same = asker.isSameSite(Site.of(where.url()));
    return Optional.of(
        where
            .under(asker)
            .from(same ? CookieContext.From.SAME_SITE : CookieContext.From.CROSS_SITE));
  }

  private Url url(String typed) {
    return switch (AddressBar.read(typed)) {
      case Typed.Location location -> location.url();
      case Typed.NotAUrl(String text, String message) -> throw console.wrong(text + ": " + message);
    };
  }
}
