package dev.glasshouse.app;

import dev.glasshouse.browser.Browser;
import dev.glasshouse.browser.Browser.Rendering;
import dev.glasshouse.browser.Limits;
import dev.glasshouse.browser.Outcome;
import dev.glasshouse.browser.Page;
import dev.glasshouse.browser.PageException;
import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.fetch.Profile;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.BodyStore;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.export.HarOptions;
import dev.glasshouse.journey.export.HarWriter;
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.export.TraceWriter;
import dev.glasshouse.journey.view.Lanes;
import dev.glasshouse.journey.view.LanesText;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.view.Waterfall;
import dev.glasshouse.journey.view.WaterfallText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass open}: walks the whole way of a page, and tells it. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a URL: tells the story of the journey, draws its waterfall, and writes the page as a PNG.",
      "Without a URL it opens the site that is built in, for which no network is needed."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the page was loaded, or a download saved",
      "1:it could not be had, or is not whole: a part of the page could not be had or not be read,"
          + " or a limit cut it; what is missing stands on standard error",
      "2:the command was used wrongly"
    })
final class OpenCommand implements Callable<Integer> {
  private static final String BUILT_IN = "http://glasshouse.test/";

  /** What can be printed instead of the story. */
  enum Dump {
    TEXT,
    DOM,
    LAYOUT,
    REQUESTS
  }

  @Mixin private final Console console = new Console();

  @Parameters(arity = "0..1", paramLabel = "URL", description = "what is typed in an address bar")
  private @Nullable String typed;

  @Option(
      names = "--story",
      paramLabel = "LEVEL",
      description = "how much the story tells: brief, usual (the default) or full")
  private @Nullable Level level;

  @Option(names = "--json", description = "print the journey instead, a step a line")
  private boolean json;

  @Option(
      names = "--har",
      paramLabel = "FILE",
      description = "write the journey as HAR 1.2, with bodies of up to 8 MB each")
  private @Nullable Path har;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "write the journey as Trace Event JSON, for Perfetto and DevTools")
  private @Nullable Path trace;

  @Option(
      names = "--dump",
      paramLabel = "KIND",
      description = "print text, dom, layout or requests instead of the story")
  private @Nullable Dump dump;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long the page may take to load; 60 when not said")
  private @Nullable Integer timeout;

  @Mixin private final PictureOptions pictures = new PictureOptions();
  @Mixin private final ChainOption chain = new ChainOption();
  @Mixin private final OwnResolverOption own = new OwnResolverOption();
  @Mixin private final RootOptions roots = new RootOptions();

  @Mixin private final LanguageOption language = new LanguageOption();
  @Mixin private final TlsSettings tls = new TlsSettings();
  @Mixin private final ProfileOptions profile = new ProfileOptions();
  @Mixin private final VersionOptions version = new VersionOptions();
  @Mixin private final ProxyOptions proxies = new ProxyOptions();
  @Mixin private final HstsOption hsts = new HstsOption();
  @Mixin private final CacheOptions cache = new CacheOptions();
  @Mixin private final TracingOption tracing = new TracingOption();
  @Mixin private final OtlpOption otlp = new OtlpOption();

  @Override
  public Integer call() throws IOException {
    Browser.Settings settings = settings();
    if (har == null) {
      return open(settings, HarOptions.DEFAULT);
    }
    // A HAR has the bodies: they are kept on disk until it is written.
    try (var folder = new TemporaryFolder("glass-bodies-")) {
      BodyStore bodies =
          BodyStore.at(
              folder.path(),
              dev.glasshouse.journey.Limits.DEFAULT.bodyBytes(),
              HarOptions.DEFAULT.bodyBytes());
      return open(settings.keeping(bodies), HarOptions.DEFAULT.with(bodies));
    }
  }

  private int open(Browser.Settings settings, HarOptions harOptions) throws IOException {
    String what = typed == null ? BUILT_IN : typed;
    try (Network system = OsNetwork.open();
        BuiltInInternet builtIn = own.internet(chain, system);
        Browser browser =
            Browser.open(
                resolving(settings, builtIn)
                    .on(builtIn.network(), builtIn)
                    .with(settings.tls().with(builtIn.trust()))
                    .telling(tracing.tracing(builtIn)));
        Page page = browser.page()) {
      hsts.into(browser.fetcher(), console);
      return open(browser, page, what, harOptions);
    }
  }

  private Browser.Settings resolving(Browser.Settings settings, BuiltInInternet builtIn)
      throws IOException {
    return own.opening(builtIn, roots.anchor(), roots.hints())
        .map(settings::resolvingBy)
        .orElse(settings);
  }

  private int open(Browser browser, Page page, String what, HarOptions harOptions)
      throws IOException {
    Outcome outcome;
    try {
      outcome = page.open(what, cache.visit());
    } catch (PageException e) {
      console.problem(Glass.text(e), language.chosen());
      return Glass.WRONG_USE;
    }
    Optional<String> pictureProblem =
        pictures.isWanted(tellsStory()) && outcome instanceof Outcome.Shown shown
            ? pictures.write(page, shown)
            : Optional.empty();
    page.endPrefetching();
    int status = outcome.isWhole() && pictureProblem.isEmpty() ? Glass.OK : Glass.FAILED;
    browser.fetcher().keep(page.trail());
    page.trail()
        .mark(
            new JourneyStep.Ended(
                Duration.ofNanos(page.trail().now()), status == Glass.OK ? "done" : "failed"),
            Because.HAPPENED);
    Journey journey = page.journey();
    print(page, journey, outcome);
    export(journey, harOptions);
    Language words = language.chosen();
    otlp.send(journey, page.trail(), console, words);
    problems(outcome).forEach(problem -> console.problem(problem, journey, words));
    pictureProblem.ifPresent(problem -> console.problem(problem, words));
    return status;
  }

  private Browser.Settings settings() {
    Browser.Settings settings = Browser.Settings.DEFAULT;
    language.chosen(); // one that is not known is told before the way, not after it
    otlp.to(console);
    own.missing(roots.anchor(), roots.hints())
        .ifPresent(text -> {
          throw console.wrong(text);
        });
    try {
      settings = settings.with(pictures.viewport().orElse(settings.viewport()));
    } catch (IllegalArgumentException e) {
      throw console.wrong(String.valueOf(e.getMessage()));
    }
    if (timeout != null) {
      if (timeout < 1) {
        throw console.wrong("--timeout is a number of seconds from 1");
      }
      settings = settings.with(Limits.DEFAULT.withLoad(Duration.ofSeconds(timeout)));
    }
    if (!pictures.isWanted(tellsStory()) && dump != Dump.LAYOUT) {
      settings = settings.with(Rendering.OFF);
    }
    Optional<Profile> kept =
        chain.isElsewhere() ? profile.chosen() : profile.orStandard(System.getenv());
    if (kept.isPresent()) {
      settings =
          settings.keeping(kept.get()).remembering(new CacheFile(profile.names(System.getenv())));
    }
    return settings.with(tls.options()).with(client());
  }

  private boolean tellsStory() {
    return dump == null && !json;
  }

  private void print(Page page, Journey journey, Outcome outcome) {
    PrintWriter out = console.out();
    if (dump != null) {
      if (outcome instanceof Outcome.Shown || dump == Dump.REQUESTS) {
        out.print(dumped(page, journey, dump));
      }
    } else if (json) {
      JourneyWriter.write(journey, out);
    } else {
      Look look = Terminal.look(System.getenv());
      Language words = language.chosen();
      Level told = level == null ? Level.USUAL : level;
      Story story = Story.of(journey, told, words);
      out.println(StoryText.render(story, look).stripTrailing());
      out.println();
      Waterfall waterfall = Waterfall.of(journey);
      out.println(WaterfallText.render(waterfall, told, look, words).stripTrailing());
      out.println();
      out.println(LanesText.render(Lanes.of(journey), waterfall, look, words).stripTrailing());
    }
    out.flush();
  }

  private static String dumped(Page page, Journey journey, Dump kind) {
    return switch (kind) {
      case TEXT -> page.text();
      case DOM -> page.dumpDom();
      case LAYOUT -> page.dumpLayout();
      case REQUESTS -> Requests.table(journey);
    };
  }

  private void export(Journey journey, HarOptions harOptions) throws IOException {
    if (har != null) {
      try (var to = Files.newBufferedWriter(har)) {
        HarWriter.write(journey, harOptions, to);
      }
    }
    if (trace != null) {
      try (var to = Files.newBufferedWriter(trace)) {
        TraceWriter.write(journey, to);
      }
    }
  }

  private static List<String> problems(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Shown shown -> shown.problems();
      case Outcome.Saved _ -> List.of();
      case Outcome.Failed(var url, String why) ->
          List.of(why.startsWith(url.display()) ? why : url.display() + ": " + why);
    };
  }

  private ClientOptions client() {
    try {
      return version.client().with(proxies.rules(System.getenv()));
    } catch (IllegalArgumentException e) {
      throw console.wrong(String.valueOf(e.getMessage()));
    }
  }
}
