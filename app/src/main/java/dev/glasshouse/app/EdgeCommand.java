package dev.glasshouse.app;

import dev.glasshouse.dns.Resolver;
import dev.glasshouse.edge.seen.AdminHandler;
import dev.glasshouse.edge.seen.CacheMetrics;
import dev.glasshouse.edge.seen.MetricSource;
import dev.glasshouse.edge.seen.PoolMetrics;
import dev.glasshouse.edge.setup.Edge;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.net.quic.QuicOptions;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass edge}: a server in front of others. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = {
      "Stands in front of web servers until it is ended (Ctrl-C): passes requests on to them, by turns",
      "or another rule, to another one where one fails, and tells each request in a line, with why."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended",
      "1:there are no servers, or an address cannot be had",
      "2:the command was used wrongly"
    })
final class EdgeCommand implements Callable<Integer> {
  private static final int HTTP_PORT = 8080;
  private static final int HTTPS_PORT = 8443;
  private static final int ADMIN_PORT = 9090;
  private static final Duration WATCHED = Duration.ofSeconds(1);

  @Mixin private final Console console = new Console();
  @Mixin private final LanguageOption language = new LanguageOption();
  @Mixin private final TlsSettings tls = new TlsSettings();
  @Mixin private final EdgeOptions edge = new EdgeOptions();
  @Mixin private final OtlpOption otlp = new OtlpOption();
  @Mixin private final CacheNodeOptions caching = new CacheNodeOptions();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTP/1.0, 1.1 and 2: port " + HTTP_PORT + " when not said, port 0 for",
        "a free one; repeatable. 127.0.0.1:" + HTTP_PORT + " when no place at all is said"
      })
  private List<String> plain = new ArrayList<>();

  @Option(
      names = "--tls-listen",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where to listen by HTTPS: HTTP/1.1 and 2 by TCP, HTTP/3 by UDP; port "
            + HTTPS_PORT
            + " when not",
        "said; repeatable"
      })
  private List<String> secured = new ArrayList<>();

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = {
        "the certificate for --tls-listen with its intermediates, PEM, with --key; made anew, for",
        "this run, when not said"
      })
  private @Nullable Path certificate;

  @Option(names = "--key-file", paramLabel = "FILE", description = "its private key, PEM (PKCS #8)")
  private @Nullable Path key;

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS[:PORT]",
      description = {
        "where operators ask: /metrics in Prometheus' form; port " + ADMIN_PORT + " when not said"
      })
  private @Nullable String admin;

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

  @Override
  public Integer call() {
    if ((certificate == null) != (key == null)) {
      throw console.wrong("--cert and --key belong together");
    }
    if (certificate != null && secured.isEmpty()) {
      throw console.wrong("--cert is for --tls-listen");
    }
    caching.check(console, admin != null);
    RequestStories.Form told = watch ? RequestStories.Form.NONE : RequestStories.Form.LINE;
    told = form == null ? told : form;
    PrintWriter lines = told == RequestStories.Form.JSON ? console.err() : console.out();
    var servers = new ArrayList<AutoCloseable>();
    try (UntilEnded end = UntilEnded.begin();
        Network network = OsNetwork.open(Runtime.getRuntime().availableProcessors());
        RequestStories stories =
            RequestStories.begin(
                told, language.chosen(), console.out(), otlp.sender(console, language.chosen()))) {
      var resolver = new Resolver(Resolver.Parts.system(network.nameTransport()));
      EdgeSettings settings = edge.settings(console, tls.options(), resolver);
      try (Edge its = Edge.open(settings, network, resolver, this::complain)) {
        try {
          Optional<CacheNodeOptions.Node> node = Optional.empty();
          if (caching.wanted()) {
            node = Optional.of(caching.open(its.pool(), console));
            servers.add(node.get());
          }
          listen(network, its, node, stories, servers, lines);
          lines.flush();
          node.ifPresent(CacheNodeOptions.Node::warmAside);
          run(its, end);
        } finally {
          Closing.all(servers);
        }
      }
      stories.close();
      long asked = stories.begun();
      lines.println("ended after " + asked + (asked == 1 ? " request" : " requests"));
      lines.flush();
      return Glass.OK;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }

  private void complain(String problem) {
    console.err().println("glass: " + problem);
    console.err().flush();
  }

  private void run(Edge its, UntilEnded end) {
    if (!watch) {
      end.await();
      return;
    }
    var table = new EdgeTable(Terminal.look(System.getenv()), console.out());
    while (!end.await(WATCHED)) {
      table.show(its.pool().report());
    }
  }

  private void listen(
      Network network,
      Edge its,
      Optional<CacheNodeOptions.Node> node,
      RequestStories stories,
      List<AutoCloseable> servers,
      PrintWriter lines)
      throws IOException {
    List<String> places = plain.isEmpty() && secured.isEmpty() ? List.of("127.0.0.1") : plain;
    Handler handler = node.isPresent() ? its.handler(node.get().cache()) : its.handler();
    for (InetSocketAddress place : addresses(places, HTTP_PORT)) {
      HttpServer server =
          HttpServer.listen(
              network, place, Optional.empty(), handler, Limits.SERVER, Trail.OFF, stories);
      servers.add(server);
      lines.println("served at http://" + AddressText.of(server.address()) + "/");
    }
    List<InetSocketAddress> closed = addresses(secured, HTTPS_PORT);
    if (!closed.isEmpty()) {
      secured(network, closed, handler, stories, servers, lines);
    }
    if (admin != null) {
      var sources = new ArrayList<MetricSource>();
      sources.add(new PoolMetrics(its.pool()));
      node.ifPresent(caches -> sources.add(new CacheMetrics(caches.cache())));
      Map<String, Handler> orders =
          node.flatMap(CacheNodeOptions.Node::purging)
              .map(purging -> Map.<String, Handler>of("/purge", purging))
              .orElse(Map.of());
      var figures = new AdminHandler(sources, orders);
      for (InetSocketAddress place : addresses(List.of(admin), ADMIN_PORT)) {
        HttpServer server = HttpServer.listen(network, place, figures, Trail.OFF);
        servers.add(server);
        lines.println("figures at http://" + AddressText.of(server.address()) + "/metrics");
      }
    }
  }

  private void secured(
      Network network,
      List<InetSocketAddress> places,
      Handler handler,
      RequestStories stories,
      List<AutoCloseable> servers,
      PrintWriter lines)
      throws IOException {
    Certificate shown =
        certificate == null || key == null
            ? Certificate.selfMade(places)
            : Certificate.in(certificate, key);
    TlsServer with = shown.server("h2", "http/1.1");
    servers.add(with);
    for (InetSocketAddress place : places) {
      HttpServer server =
          HttpServer.listen(
              network, place, Optional.of(with), handler, Limits.SERVER, Trail.OFF, stories);
      servers.add(server);
      server.alsoQuic(network, with, QuicOptions.DEFAULT);
      lines.println("served at https://" + AddressText.of(server.address()) + "/");
    }
    lines.println(shown.where());
  }

  private List<InetSocketAddress> addresses(List<String> texts, int port) {
    return texts.stream()
        .map(text ->
            AddressText.parse(text, port)
                .orElseThrow(() -> console.wrong(text + " is no address to listen at")))
        .toList();
  }
}
