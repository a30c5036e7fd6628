package dev.glasshouse.app;

import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.fetch.Destination;
import dev.glasshouse.fetch.FetchException;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Saving;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.UrlStep;
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.view.Lanes;
import dev.glasshouse.journey.view.LanesText;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.view.Waterfall;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.url.AddressBar;
import dev.glasshouse.url.Typed;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass get}: one fetch, with the raw request and response, and the story of it. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = {
      "Fetches a URL: prints its content, and to standard error what was said on the wire, and why.",
      "Credentials and cookies are shown shortened.",
      "Nothing is kept between runs, nor used of an earlier one, unless --profile names a folder."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:an answer came, whatever its status",
      "1:none came, or not the whole of it",
      "2:the command was used wrongly"
    })
final class GetCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Mixin private final Console console = new Console();

  @Parameters(index = "0", paramLabel = "URL", description = "what is typed in an address bar")
  private String typed = "";

  @Option(
      names = {"-X", "--request"},
      paramLabel = "METHOD",
      description = "the method; GET, or POST with -d or -F, when not said")
  private @Nullable String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME: VALUE",
      description = {
        "a header field of your own; may stand more than once. Host is what the server is told,",
        "whatever the URL says; what frames the message is not for you to say"
      })
  private List<String> headers = List.of();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER:PASSWORD",
      description = "credentials, sent when the server asks for them; never shown")
  private @Nullable String user;

  @Option(
      names = {"-r", "--range"},
      paramLabel = "FROM-TO",
      description = "only these bytes: 0-99, 100-, -100")
  private @Nullable String range;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "save the content in a file")
  private @Nullable Path output;

  @Option(
      names = {"-i", "--include"},
      description = "print the head of the final answer before its content")
  private boolean include;

  @Option(
      names = {"-v", "--verbose"},
      description = "tell the whole story, not only the usual part")
  private boolean verbose;

  @Option(
      names = {"-s", "--silent"},
      description = "print the content alone")
  private boolean silent;

  @Option(names = "--no-follow", description = "do not follow redirects")
  private boolean noFollow;

  @Option(names = "--json", description = "print the journey instead, a step a line")
  private boolean json;

  @Mixin private final ChainOption chain = new ChainOption();
  @Mixin private final OwnResolverOption own = new OwnResolverOption();
  @Mixin private final RootOptions roots = new RootOptions();

  @Mixin private final LanguageOption language = new LanguageOption();
  @Mixin private final TlsSettings certificates = new TlsSettings();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final ProfileOptions profile = new ProfileOptions();
  @Mixin private final CacheOptions cache = new CacheOptions();
  @Mixin private final VersionOptions version = new VersionOptions();
  @Mixin private final TracingOption tracing = new TracingOption();
  @Mixin private final OtlpOption otlp = new OtlpOption();
  @Mixin private final ProxyOptions proxies = new ProxyOptions();
  @Mixin private final HstsOption hsts = new HstsOption();

  @Override
  public Integer call() throws IOException {
    Language words = language.chosen();
    otlp.to(console);
    own.missing(roots.anchor(), roots.hints())
        .ifPresent(text -> {
          throw console.wrong(text);
        });
    var recorder = Recorder.start();
    Trail root = recorder.trail();
    long id = root.open();
    root.close(
        id,
        0,
        new JourneyStep.Began(typed, "Glasshouse " + Glass.VERSION, Instant.now()),
        Because.HAPPENED);
    Trail trail = root.after(id);
    FetchRequest request = request(url(trail));
    int status;
    try (Network system = OsNetwork.open();
        BuiltInInternet builtIn = own.internet(chain, system);
        TlsClient tls = new TlsClient(certificates.options().with(builtIn.trust()));
        Names names = names(builtIn);
        Fetcher fetcher =
            fetcher(builtIn.network(), names.resolver, tls).with(tracing.tracing(builtIn))) {
      hsts.into(fetcher, console);
      status = fetch(fetcher, request, recorder, trail);
      fetcher.keep(trail);
    }
    Journey journey = recorder.journey();
    tell(journey, words);
    otlp.send(journey, root, console, words);
    return status;
  }

  /** Who finds names, and what of it has to be closed. */
  private record Names(Resolver resolver, Optional<RecursiveService> own) implements AutoCloseable {
    @Override
    public void close() {
      own.ifPresent(RecursiveService::close);
    }
  }

  private Names names(BuiltInInternet builtIn) throws IOException {
    Network network = builtIn.network();
    Resolver.Parts parts = Resolver.Parts.system(network.nameTransport()).with(builtIn);
    Optional<RecursiveService> ours =
        own.opening(builtIn, roots.anchor(), roots.hints())
            .map(its -> its.open(network.nameTransport(), network.eventLoops().next()));
    return new Names(new Resolver(ours.map(parts::with).orElse(parts)), ours);
  }

  private Fetcher fetcher(Network network, Resolver resolver, TlsClient tls) {
    Fetcher strict =
        Fetcher.over(
            HttpClient.over(
                new Dialer(network, resolver, tls), dev.glasshouse.http.Limits.CLIENT, client()),
            profile.chosen());
    if (!certificates.isInsecure()) {
      return strict;
    }
    // What comes from a server that nobody vouches for is not kept for later runs.
    return strict
        .with(HttpCache.inMemory(CacheLimits.DEFAULT, InstantSource.system()))
        .with(strict.security().unchecked());
  }

  private Url url(Trail trail) {
    return switch (AddressBar.read(typed)) {
      case Typed.Location location -> {
        trail.mark(
            new UrlStep.UrlParsed(typed, location.url().display(), location.validationErrors()),
            location.because());
        yield location.url();
      }
      case Typed.NotAUrl(String text, String message) -> throw console.wrong(text + ": " + message);
    };
  }

  private FetchRequest request(Url url) throws IOException {
    try {
      Fields fields = OwnFields.of(headers);
      FetchRequest.Builder builder =
          FetchRequest.of(url)
              .destination(Destination.DOCUMENT)
              .saving(output == null ? new Saving.Nowhere() : new Saving.Into(output.toString()))
              .terms(Terms.NONE.with(cache.mode()))
              .redirect(noFollow ? FetchRequest.Redirect.MANUAL : FetchRequest.Redirect.FOLLOW)
              .method(Method.of(method != null ? method : data.isEmpty() ? "GET" : "POST"));
      if (!data.isEmpty()) {
        DataOptions.Content content = data.content(System.in);
        builder.body(content.body());
        fields = fields.orElse("Content-Type", content.type());
      }
      if (range != null) {
        fields = fields.with("Range", "bytes=" + range);
      }
      if (user != null) {
        builder.terms(Terms.NONE.with(cache.mode()).with(Login.parse(user)));
      }
      return builder.fields(fields).build();
    } catch (IllegalArgumentException e) {
      throw console.wrong(String.valueOf(e.getMessage()));
    }
  }

  private int fetch(Fetcher fetcher, FetchRequest request, Recorder recorder, Trail trail) {
    try (FetchResponse response = fetcher.fetch(request, trail)) {
      if (include) {
        console
            .out()
            .println(
                response.version().map(v -> v + " ").orElse("")
                    + response.status()
                    + " "
                    + response.reason());
        response.fields().forEach(field -> console.out().println(field));
        console.out().println();
      }
      content(response, new Download(fetcher, request, trail));
      return Glass.OK;
    } catch (FetchException e) {
      console.problem(Glass.text(e), recorder.journey(), language.chosen());
      return FAILED;
    } catch (IOException e) {
      String problem = request.url().display() + ": " + Glass.text(e);
      console.problem(problem, recorder.journey(), language.chosen());
      return FAILED;
    }
  }

  private void content(FetchResponse response, Download download) throws IOException {
    BodyStream body = response.body();
    if (output != null) {
      download.save(response, output);
      return;
    }
    if (json) {
      body.transferTo(OutputStream.nullOutputStream());
      return;
    }
    if (!(response.disposition() instanceof FetchResponse.Disposition.Shown)) {
      long bytes = body.transferTo(OutputStream.nullOutputStream());
      if (bytes == 0) {
        return;
      }
      String what = bytes + " bytes of " + response.type().essence();
      console.problem(what + " are not printed: save them with -o FILE", language.chosen());
      return;
    }
    var reader = new java.io.InputStreamReader(body, charset(response.type().charset()));
    reader.transferTo(console.out());
    console.out().flush();
  }

  private static Charset charset(Optional<String> name) {
    try {
      return name.map(Charset::forName).orElse(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private void tell(Journey journey, Language words) {
    if (json) {
      JourneyWriter.write(journey, console.out());
      console.out().flush();
      return;
    }
    console.out().flush();
    if (silent) {
      return;
    }
    PrintWriter err = console.err();
    Conversation.of(journey).forEach(err::println);
    err.println();
    Story story = Story.of(journey, verbose ? Level.FULL : Level.USUAL, words);
    Look look = Terminal.look(System.getenv());
    err.println(StoryText.render(story, look).stripTrailing());
    err.println();
    err.println(
        LanesText.render(Lanes.of(journey), Waterfall.of(journey), look, words).stripTrailing());
    err.flush();
  }

  private ClientOptions client() {
    try {
      return version.client().with(proxies.rules(System.getenv()));
    } catch (IllegalArgumentException e) {
      throw console.wrong(String.valueOf(e.getMessage()));
    }
  }
}
