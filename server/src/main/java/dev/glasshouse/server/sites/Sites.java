package dev.glasshouse.server.sites;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.rules.HostTable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * All sites of a configuration; chooses by the name that a request is for (RFC 9110 7.2). Closed
 * when another configuration has taken its place and the last request is answered.
 */
public final class Sites implements Handler, AutoCloseable {
  private final HostTable<Site> hosts;
  private final List<AutoCloseable> kept;
  private final List<Ground.Beginning> beginnings;
  private final Overdue overdue;
  private final Told told;

  private Sites(
      HostTable<Site> hosts,
      List<AutoCloseable> kept,
      List<Ground.Beginning> beginnings,
      Overdue overdue,
      Told told) {
    this.hosts = hosts;
    this.kept = kept;
    this.beginnings = beginnings;
    this.overdue = overdue;
    this.told = told;
  }

  /**
   * Opens everything that settings name.
   *
   * @param told where problems of its answers are told
   * @throws ConfigException with everything that cannot be opened; then nothing stays open
   */
  public static Sites open(ServerSettings settings, Network network, InstantSource clock, Told told)
      throws ConfigException {
    var kept = new ArrayList<AutoCloseable>();
    var overdue = new Overdue();
    var beginnings = new ArrayList<Ground.Beginning>();
    var sparing = new Sparing(told, clock);
    var ground =
        new Ground(network, clock, settings.others(), kept::add, beginnings::add, sparing::problem);
    var faults = new ArrayList<Fault>();
    Map<String, Site> named = new HashMap<>();
    Optional<Site> standard = Optional.empty();
    for (SiteSettings each : settings.sites()) {
      try {
        Site site = Site.of(each, ground, overdue, told);
        each.names().forEach(name -> named.put(name, site));
        boolean only = settings.sites().size() == 1 && each.names().isEmpty();
        if (each.standard() || only) {
          standard = Optional.of(site);
        }
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
    }
    for (RouteKind kind : settings.kinds()) {
      try {
        kind.open(ground);
      } catch (ConfigException e) {
        faults.addAll(e.faults());
      }
    }
    var sites = new Sites(new HostTable<>(named, standard), kept, beginnings, overdue, told);
    if (!faults.isEmpty()) {
      sites.close();
      throw new ConfigException(faults);
    }
    return sites;
  }

  /**
   * They begin to hold: what nobody needs who only looks whether they are right is opened.
   *
   * @throws IOException when something cannot be had; they are to be closed then
   */
  public void begin() throws IOException {
    for (Ground.Beginning each : beginnings) {
      each.begin();
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    String host = HostTable.host(request.authority());
    HostTable.Found<Site> found = hosts.find(host);
    tell(host, found, aside.trail(), aside.trail().now());
    return found.what().isEmpty()
        ? Refusals.of(Status.MISDIRECTED_REQUEST, "no site of that name is served here")
        : found.what().get().handle(request, aside);
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    long now = trail.lately();
    String host = HostTable.host(request.authority());
    HostTable.Found<Site> found = hosts.find(host);
    if (found.what().isEmpty()) {
      return Optional.empty();
    }
    Optional<Response> ready = found.what().get().atOnce(request, trail);
    if (ready.isPresent()) {
      tell(host, found, trail, now);
    }
    return ready;
  }

  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    long now = aside.trail().lately();
    String host = HostTable.host(request.authority());
    HostTable.Found<Site> found = hosts.find(host);
    boolean begun =
        found.what().isPresent() && found.what().get().begin(request, aside, loop, then);
    if (begun) {
      tell(host, found, aside.trail(), now);
    }
    return begun;
  }

  /** When something is answered at once, this is told only then, but it was decided before. */
  private static void tell(String host, HostTable.Found<Site> found, Trail trail, long when) {
    if (trail.on()) {
      trail.add(
          when,
          when,
          new ServerStep.SiteChosen(
              host, found.what().map(site -> site.settings().title()).orElse("")),
          found.because(),
          Source.MEASURED);
    }
  }

  /** The settings of the site that a request is for; empty for none. */
  public Optional<SiteSettings> settings(Request request) {
    return hosts.find(HostTable.host(request.authority())).what().map(Site::settings);
  }

  /** Stops answers that take too long; to be called a few times a second. */
  public void look() {
    overdue.look(System.nanoTime());
  }

  @Override
  public void close() {
    for (AutoCloseable each : kept.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        told.problem("what a route had open could not be closed: " + e.getMessage());
      }
    }
  }
}
