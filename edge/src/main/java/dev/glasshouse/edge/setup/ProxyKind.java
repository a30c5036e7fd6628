package dev.glasshouse.edge.setup;

import dev.glasshouse.edge.Origin;
import dev.glasshouse.edge.cache.SharedCache;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Routes whose requests are passed on to other servers: {@code kind = "proxy"}. */
public final class ProxyKind implements RouteKind {
  private static final String CACHE = CacheValues.SECTION.name();

  /** How many URLs that could not be kept are named. */
  private static final int TOLD = 5;

  private static final String ADMIN = AdminValues.SECTION.name();

  private final Edges edges;

  /**
   * The kind.
   *
   * @param edges what its routes have open
   */
  public ProxyKind(Edges edges) {
    this.edges = edges;
  }

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String help() {
    return "Passes requests on to other servers, and to another one where one fails.";
  }

  @Override
  public List<Option> options() {
    return ProxyTable.OPTIONS;
  }

  @Override
  public List<Section> sections() {
    return List.of(CacheValues.SECTION, AdminValues.SECTION);
  }

  @Override
  public List<Fault> check(Values values) {
    return ProxyValues.check(values);
  }

  @Override
  public List<Fault> check(ServerSettings settings) {
    var faults = new ArrayList<Fault>();
    var names = new HashMap<String, Values>();
    for (Values cache : settings.others().getOrDefault(CACHE, List.of())) {
      faults.addAll(CacheValues.check(cache));
      faults.addAll(CacheValues.missing(cache));
      String name = cache.value("name", String.class).orElse("");
      Values before = names.putIfAbsent(name, cache);
      if (before != null && !name.isEmpty()) {
        faults.add(cache.fault("name", "the cache at " + before.place() + " has it already"));
      }
    }
    settings
        .others()
        .getOrDefault(ADMIN, List.of())
        .forEach(admin -> faults.addAll(AdminValues.check(admin)));
    settings.sites().stream()
        .flatMap(site -> site.routes().stream())
        .filter(route -> route.kind().name().equals(name()))
        .map(RouteSettings::values)
        .filter(values -> values.has(CACHE) && !names.containsKey(values.text(CACHE)))
        .forEach(values ->
            faults.add(
                values.fault(CACHE, "there is no [[cache]] of the name " + values.text(CACHE))));
    return faults;
  }

  @Override
  public void open(Ground ground) {
    for (Values admin : ground.tables(ADMIN)) {
      ground.begin(() -> ground.keep(edges.admin(admin, ground.network())));
    }
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
    Edge edge;
    try {
      edge = ground.keep(edges.edge(values, ground.network())).value();
    } catch (IOException e) {
      throw new ConfigException(List.of(values.fault("to", Texts.of(e))));
    }
    return values.has(CACHE) ? cached(values, edge, ground) : edge.handler();
  }

  private Handler cached(Values values, Edge edge, Ground ground) throws ConfigException {
    Values table =
        ground.tables(CACHE).stream()
            .filter(its -> its.text("name").equals(values.text(CACHE)))
            .findFirst()
            .orElseThrow();
    CacheSettings settings = CacheValues.settings(table);
    if (edges.isOtherwise(settings)) {
      throw new ConfigException(
          List.of(
              table.fault("name", "the options of a cache that is open change with a restart")));
    }
    List<String> warm = warm(values);
    // Two routes that take different beginnings off paths ask for different things by one URL.
    String apart = values.value("strip", String.class).orElse("");
    String cookie = values.value("sticky", String.class).orElse("");
    var late = new Late(edge);
    ground.begin(() -> {
      SharedCache cache =
          ground.keep(edges.cache(settings)).value().before(edge.origin(), apart, cookie);
      late.begin(cache);
      if (!warm.isEmpty()) {
        Thread.ofVirtual().name("glass-warming").start(() -> warm(cache, warm));
      }
    });
    return late;
  }

  private void warm(SharedCache cache, List<String> urls) {
    var left = new ArrayList<String>();
    int stored = cache.warm(urls, Trail.OFF, left::add);
    if (!left.isEmpty()) {
      String more = left.size() > TOLD ? "; and " + (left.size() - TOLD) + " more" : "";
      edges.complain(
          "the cache %s was warmed with %d URLs, and not as it was told: %s"
              .formatted(
                  cache.name(),
                  stored,
                  String.join("; ", left.stream().limit(TOLD).toList()) + more));
    }
  }

  private static List<String> warm(Values values) throws ConfigException {
    Optional<Path> file = values.path("warm");
    try {
      return file.isPresent() ? Files.readAllLines(file.get()) : List.of();
    } catch (IOException e) {
      throw new ConfigException(
          List.of(values.fault("warm", file.orElseThrow() + " cannot be read")));
    }
  }

  /** Answers out of a cache that is open only once the configuration holds. */
  private static final class Late implements Handler {
    private final Edge edge;
    private volatile Optional<Handler> handler = Optional.empty();

    Late(Edge edge) {
      this.edge = edge;
    }

    void begin(Origin cache) {
      handler = Optional.of(edge.handler(cache));
    }

    @Override
    public Response handle(Request request) throws IOException {
      return handle(request, Aside.NONE);
    }

    @Override
    public Response handle(Request request, Aside aside) throws IOException {
      Optional<Handler> its = handler;
      return its.isPresent()
          ? its.get().handle(request, aside)
          : Response.of(Status.SERVICE_UNAVAILABLE).standingIn();
    }

    @Override
    public Optional<Response> atOnce(Request request, Trail trail) {
      return handler.flatMap(its -> its.atOnce(request, trail));
    }

    @Override
    public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
      Optional<Handler> its = handler;
      return its.isPresent() && its.get().begin(request, aside, loop, then);
    }
  }
}
