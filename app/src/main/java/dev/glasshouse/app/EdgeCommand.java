package dev.glasshouse.app;

import dev.glasshouse.edge.setup.CacheValues;
import dev.glasshouse.edge.setup.Edges;
import dev.glasshouse.edge.setup.ProxyKind;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.net.ServerCertificates;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code glass edge}: a server in front of others. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    modelTransformer = EdgeSaid.Model.class,
    description = {
      "Stands in front of web servers until it is ended (Ctrl-C): passes requests on to them, by turns",
      "or another rule, to another one where one fails, and tells each request in a line, with why."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended; with --check, all is well",
      "1:there are no servers, or an address cannot be had",
      "2:the command was used wrongly, or the configuration is wrong"
    })
final class EdgeCommand implements Callable<Integer> {
  private static final Duration WATCHED = Duration.ofSeconds(1);
  private static final int NEWS = 10;

  /** How long requests under way may take when it is told to end. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  @Mixin private final Console console = new Console();
  @Mixin private final LanguageOption language = new LanguageOption();
  @Mixin private final ListenOptions listening = new ListenOptions();
  @Mixin private final StoriesOption shown = new StoriesOption();
  @Mixin private final OtlpOption otlp = new OtlpOption();

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "do what this file says (TOML; see --help-config), with any number of sites, pools and",
        "caches, and read it anew when it changes; no other option says anything of those then"
      })
  private @Nullable Path config;

  @Option(names = "--check", description = "only tell whether what --config names can be done")
  private boolean check;

  @Option(names = "--help-config", description = "tell all that can stand in that file, and end")
  private boolean explain;

  @Option(
      names = "--watch",
      description = "show a table of the servers, every second, in the place of the requests")
  private boolean watch;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description = {
        "how requests are told: line (with the why), combined (as Apache and nginx have it), story",
        "(everything), json (the journey, an object a line), none; line when not said"
      })
  private RequestStories.@Nullable Form form;

  /** Whether the table is shown by now. */
  private volatile boolean tabled;

  private final List<HttpServer> servers = new ArrayList<>();
  private final LastLines news = new LastLines(NEWS);
  private final Edges edges = new Edges(this::complain, (step, why) -> newsLine().told(step, why));
  private final ProxyKind kind = new ProxyKind(edges);
  private final EdgeSaid said = new EdgeSaid(kind, OptionTable.of(List.of(kind)));

  /** What was said: how to pass on, the cache, the place for operators. */
  private record Wanted(Values proxy, Optional<Values> cache, Optional<Values> admin) {}

  @Override
  public Integer call() {
    RequestStories.Form told = form == null ? RequestStories.Form.LINE : form;
    if (explain) {
      return new SiteServing(console, told, language.chosen(), watch, otlp, shown).explain();
    }
    if (config != null) {
      if (listening.isAny() || said.isAny(result())) {
        throw console.wrong("--config says everything: where to listen, the servers, the cache");
      }
      return new SiteServing(console, told, language.chosen(), watch, otlp, shown)
          .serve(config, check);
    }
    if (check) {
      throw console.wrong("--check is for --config");
    }
    List<ListenOptions.Place> places = listening.places(console);
    Wanted wanted = wanted();
    return serve(wanted, places);
  }

  private ParseResult result() {
    if (command == null) {
      throw new IllegalStateException("run without a command line");
    }
    return command.commandLine().getParseResult();
  }

  private Wanted wanted() {
    Values proxy = said.proxy(result(), console);
    Values cache = said.cache(result(), console);
    Values admin = said.admin(result(), console);
    proxy = proxy.has("name") ? proxy : proxy.with("name", "servers");
    boolean caches = cache.has("memory") || cache.has("folder");
    boolean others = !cache.written().isEmpty() || proxy.has("warm");
    if (!caches && (others || admin.has("purge-token-file") || admin.has("purge-from"))) {
      throw console.wrong("options of the cache need --cache SIZE or --cache-dir DIR");
    }
    if (!admin.written().isEmpty() && !admin.has("address")) {
      throw console.wrong("--purge-token-file needs --admin, where orders are taken");
    }
    if (caches) {
      cache = cache.has("name") ? cache : cache.with("name", madeUp());
      proxy = proxy.with("cache", cache.text("name"));
    }
    var wanted =
        new Wanted(
            proxy,
            caches ? Optional.of(cache) : Optional.empty(),
            admin.has("address") ? Optional.of(admin) : Optional.empty());
    List<String> wrong = said.wrong(wanted.proxy(), wanted.cache(), wanted.admin());
    if (!wrong.isEmpty()) {
      throw console.wrong(String.join("; ", wrong));
    }
    return wanted;
  }

  /** A name that no other node has. */
  private static String madeUp() {
    return "glass-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private int serve(Wanted wanted, List<ListenOptions.Place> places) {
    RequestStories.Form told = watch ? RequestStories.Form.NONE : RequestStories.Form.LINE;
    told = form == null ? told : form;
    PrintWriter lines = told == RequestStories.Form.JSON ? console.err() : console.out();
    var open = new ArrayList<AutoCloseable>();
    Optional<LastStories> kept = shown.stories(console);
    try (UntilEnded end = UntilEnded.begin();
        Network network = OsNetwork.open(Runtime.getRuntime().availableProcessors());
        RequestStories stories =
            RequestStories.begin(
                told,
                language.chosen(),
                console.out(),
                otlp.sender(console, language.chosen()),
                kept)) {
      end.patience(DRAIN);
      try {
        Handler handler = opened(wanted, network, open);
        listen(network, places, handler, stories, open, lines);
        edges.figures().forEach(url -> lines.println("figures at " + url));
        open.add(shown.show(kept, network, language.chosen(), console, lines));
        lines.flush();
        run(end);
        drain();
      } finally {
        HttpServer.breakOff(servers);
        Closing.all(open);
      }
      stories.close();
      long asked = stories.begun();
      lines.println("ended after " + asked + (asked == 1 ? " request" : " requests"));
      lines.flush();
      return Glass.OK;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    } catch (ConfigException e) {
      e.faults().forEach(fault -> console.err().println("glass: " + said.shown(fault)));
      return Glass.FAILED;
    }
  }

  private Handler opened(Wanted wanted, Network network, List<AutoCloseable> open)
      throws IOException, ConfigException {
    List<Fault> missing =
        wanted.cache().stream().flatMap(cache -> CacheValues.missing(cache).stream()).toList();
    if (!missing.isEmpty()) {
      throw new ConfigException(missing);
    }
    var beginnings = new ArrayList<Ground.Beginning>();
    var ground =
        new Ground(
            network,
            InstantSource.system(),
            Map.of(
                "cache", wanted.cache().stream().toList(),
                "admin", wanted.admin().stream().toList()),
            open::add,
            beginnings::add,
            this::complain);
    kind.open(ground);
    Handler handler = kind.open(wanted.proxy(), _ -> Response.of(Status.NOT_FOUND), ground);
    for (Ground.Beginning beginning : beginnings) {
      beginning.begin();
    }
    return handler;
  }

  /** Among the news, while the terminal has the table: nothing may be written between its lines. */
  private void complain(String problem) {
    if (tabled) {
      new PrintWriter(news, true).println(problem);
      return;
    }
    synchronized (console) {
      console.err().println("glass: " + problem);
      console.err().flush();
    }
  }

  private PoolNews newsLine() {
    return new PoolNews(
        language.chosen(),
        line -> {
          if (watch) {
            new PrintWriter(news, true).println(line);
          } else {
            complain(line);
          }
        });
  }

  private void run(UntilEnded end) {
    if (!watch) {
      end.await();
      return;
    }
    var screen = new Screen(Terminal.look(System.getenv()), console.out());
    var table = new EdgeTable();
    tabled = true;
    while (!end.await(WATCHED)) {
      var text = new StringBuilder(table.text(edges.pools()));
      news.lines().forEach(line -> text.append(screen.cut(line)).append('\n'));
      screen.show(text.toString());
    }
    tabled = false;
  }

  /** As where a file is served, whose option {@code drain} is so long when not said. */
  private void drain() {
    try {
      int left = HttpServer.drain(servers, DRAIN);
      if (left > 0) {
        complain(left + " connections had to be broken off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(
      Network network,
      List<ListenOptions.Place> places,
      Handler handler,
      RequestStories stories,
      List<AutoCloseable> open,
      PrintWriter lines)
      throws IOException {
    List<InetSocketAddress> secured =
        places.stream().filter(ListenOptions.Place::tls).map(ListenOptions.Place::address).toList();
    Optional<TlsServer> tls = Optional.empty();
    var note = new ArrayList<String>();
    if (!secured.isEmpty()) {
      tls = Optional.of(shown(secured, note));
      open.add(tls.get());
    }
    for (ListenOptions.Place place : places) {
      Optional<TlsServer> with = place.tls() ? tls : Optional.empty();
      HttpServer server =
          HttpServer.listen(
              network, place.address(), with, handler, Limits.SERVER, Trail.OFF, stories);
      open.add(server);
      servers.add(server);
      if (with.isPresent()) {
        server.alsoQuic(network, with.get(), QuicOptions.DEFAULT);
      }
      String scheme = place.tls() ? "https://" : "http://";
      lines.println("served at " + scheme + AddressText.of(server.address()) + "/");
    }
    note.forEach(lines::println);
  }

  /** The certificate that is shown; what there is to be said of it goes to the notes. */
  private TlsServer shown(List<InetSocketAddress> places, List<String> notes) throws IOException {
    if (listening.authority().isPresent()) {
      LocalAuthority authority = LocalAuthority.in(listening.authority().get(), Instant.now());
      List<InetAddress> addresses = places.stream().map(InetSocketAddress::getAddress).toList();
      ServerCertificate issued = authority.issue(List.of("localhost"), addresses, Instant.now());
      notes.add(SiteServing.trusting(authority));
      return TlsServer.of(new ServerCertificates(_ -> Optional.of(issued)), ALPN);
    }
    Optional<ListenOptions.Pair> files = listening.certificate();
    Certificate certificate =
        files.isPresent()
            ? Certificate.in(files.get().certificate(), files.get().key())
            : Certificate.selfMade(places);
    notes.add(certificate.where());
    return certificate.server(ALPN.toArray(String[]::new));
  }

  private static final List<String> ALPN = List.of("h2", "http/1.1");
}
