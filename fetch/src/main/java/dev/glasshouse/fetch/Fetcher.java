package dev.glasshouse.fetch;

import dev.glasshouse.dns.NameException;
import dev.glasshouse.fetch.cookies.CookieJar;
import dev.glasshouse.fetch.csp.Violation;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.cache.CacheLimits;
import dev.glasshouse.http.cache.HttpCache;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches resources of every scheme that is fetched: {@code http https file data about}. Follows
 * redirects, sends and keeps cookies, decides the media type and whether a page is shown or saved.
 *
 * <p>Calls block, and are made for virtual threads; interrupting the thread gives a fetch up. Safe
 * for use by many threads. Where an answer asks for something that is not supported, the journey
 * says so.
 */
public final class Fetcher implements AutoCloseable {
  /** Who we say that we are. */
  public static final String USER_AGENT = "Mozilla/5.0 (compatible; Glasshouse/0.1)";

  /** How long the end waits for fetches that outlive their pages. */
  private static final Duration KEEPALIVE_PATIENCE = Duration.ofSeconds(2);

  private final HttpClient client;
  private final Keepsakes keepsakes;
  private final Limits limits;
  private final Identity identity;
  private final InstantSource clock;
  private final Security security;
  private final Optional<HttpCache> cache;
  private final Tracing tracing;
  private final KeepAlives keepAlives = new KeepAlives();
  private final Reports reports;
  private final Set<String> saidUnsupported = ConcurrentHashMap.newKeySet();

  /**
   * What a browser says of itself.
   *
   * @param userAgent the field User-Agent
   * @param language the field Accept-Language
   */
  public record Identity(String userAgent, String language) {
    /** Glasshouse, in English. */
    public static final Identity DEFAULT = new Identity(USER_AGENT, "en-US,en;q=0.9,zh;q=0.5");
  }

  private Fetcher(
      HttpClient client,
      Keepsakes keepsakes,
      Limits limits,
      Identity identity,
      InstantSource clock,
      Security security,
      Optional<HttpCache> cache,
      Tracing tracing) {
    this.client = client;
    this.keepsakes = keepsakes;
    this.limits = limits;
    this.identity = identity;
    this.clock = clock;
    this.security = security;
    this.cache = cache;
    this.tracing = tracing;
    this.reports = new Reports(this, limits.rules().reports());
  }

  /** A fetcher that keeps nothing, and all else as usual. It closes the client with itself. */
  public static Fetcher over(HttpClient client) {
    return over(client, Optional.empty());
  }

  /**
   * A fetcher with what a profile has kept from the run before; it keeps what has changed there. It
   * closes the client with itself.
   *
   * @param profile the profile; empty to keep nothing
   */
  public static Fetcher over(HttpClient client, Optional<Profile> profile) {
    InstantSource clock = InstantSource.system();
    return new Fetcher(
        client,
        Keepsakes.open(profile, client.alternatives(), Limits.DEFAULT, clock.instant()),
        Limits.DEFAULT,
        Identity.DEFAULT,
        clock,
        Security.open(profile, Limits.DEFAULT, clock.instant()),
        profile.map(its -> cache(its, clock)),
        Tracing.NOBODY);
  }

  private static HttpCache cache(Profile profile, InstantSource clock) {
    try {
      profile.create();
    } catch (IOException _) {
      // The cache finds the same, and says so in the journey.
    }
    return HttpCache.in(profile.cache(), CacheLimits.DEFAULT, clock);
  }

  /** A fetcher with a jar that nobody keeps. It closes the client with itself. */
  public static Fetcher over(
      HttpClient client, CookieJar cookies, Limits limits, Identity identity, InstantSource clock) {
    return new Fetcher(
        client,
        Keepsakes.of(cookies, clock.instant()),
        limits,
        identity,
        clock,
        Security.fresh(limits),
        Optional.empty(),
        Tracing.NOBODY);
  }

  /** The same fetcher with another memory of what concerns security. */
  public Fetcher with(Security other) {
    return new Fetcher(client, keepsakes, limits, identity, clock, other, cache, tracing);
  }

  /** The same fetcher with an HTTP cache, which it closes with itself; one it had is closed. */
  public Fetcher with(HttpCache other) {
    cache.ifPresent(HttpCache::close);
    return new Fetcher(
        client, keepsakes, limits, identity, clock, security, Optional.of(other), tracing);
  }

  /** The same fetcher, whose requests tell these servers which journey they belong to. */
  public Fetcher with(Tracing other) {
    return new Fetcher(client, keepsakes, limits, identity, clock, security, cache, other);
  }

  /** The HTTP cache; empty where there is none. */
  public Optional<HttpCache> cache() {
    return cache;
  }

  /** What it remembers for the sake of security. */
  public Security security() {
    return security;
  }

  /** The cookies that it keeps. */
  public CookieJar cookies() {
    return keepsakes.cookies();
  }

  /**
   * Fetches a resource.
   *
   * @param trail the fetch stands under this as one {@link FetchStep.Fetched}, which ends with the
   *     body
   * @return the final answer, whatever its status; its body streams, and must be read to its end or
   *     closed
   * @throws FetchException when nothing was fetched
   */
  public FetchResponse fetch(FetchRequest request, Trail trail) throws FetchException {
    return fetch(request, EarlyHints.IGNORED, trail);
  }

  /**
   * The same.
   *
   * @param hints told what servers say ahead of their answers
   */
  public FetchResponse fetch(FetchRequest request, EarlyHints hints, Trail trail)
      throws FetchException {
    return fetch(request, hints, trail, course -> new MainFetch(course).run());
  }

  /**
   * Whether the asker may have what another fetch brought ahead of it (HTML, "consume a preloaded
   * resource"): what its page forbids itself stays forbidden.
   *
   * @param through the URLs of that fetch: the one asked for, and where redirects led
   * @throws FetchException when it may not
   */
  public void admit(FetchRequest request, List<Url> through, Trail trail) throws FetchException {
    new MainFetch(new Course(this, request, FetchRow.none(request, trail))).admit(through);
  }

  /**
   * Has a connection stand for fetches to come (HTML, {@code rel=preconnect}); no request is sent.
   *
   * @param request one as those will be
   * @throws FetchException when there is none
   */
  public void connect(FetchRequest request, Trail trail) throws FetchException {
    try {
      new MainFetch(new Course(this, request, FetchRow.none(request, trail))).connect();
    } catch (FetchException e) {
      throw e;
    } catch (IOException e) {
      throw Problems.failed(request.url(), e);
    }
  }

  /**
   * Has a name looked up for fetches to come (HTML, {@code rel=dns-prefetch}); nothing is sent to
   * whom it belongs to.
   *
   * @param url http or https
   * @throws FetchException when there is no address
   */
  public void resolve(Url url, Trail trail) throws FetchException {
    try {
      client.resolve(Request.get(url), trail);
    } catch (NameException e) {
      throw Problems.failed(url, e);
    }
  }

  /** How a fetch is done. */
  private interface Way {
    FetchResponse go(Course course) throws IOException;
  }

  private FetchResponse fetch(FetchRequest request, EarlyHints hints, Trail trail, Way way)
      throws FetchException {
    keepsakes.tell(trail, clock.instant());
    security.tell(trail, clock.instant());
    var row = new FetchRow(request, trail);
    try {
      refuse(request);
      return way.go(new Course(this, request, row, hints));
    } catch (FetchException e) {
      row.failed(e);
      throw e;
    } catch (IOException e) {
      FetchException problem = Problems.failed(request.url(), e);
      row.failed(problem);
      throw problem;
    }
  }

  /**
   * Sends a request whose answer nobody reads, and which outlives its page: {@code sendBeacon},
   * {@code ping}. Returns at once; closing the fetcher waits for it a short while.
   *
   * @return whether it is sent: false where the page's quota is used up
   */
  public boolean beacon(FetchRequest request, Trail trail) {
    FetchRequest kept = request.but().terms(request.terms().keptAlive()).build();
    long taken;
    try {
      taken = new KeepAliveGate(kept, trail, limits.rules().keepalive()).enter(keepAlives);
    } catch (FetchException _) {
      return false;
    }
    Thread thread = Thread.ofVirtual().name("beacon").unstarted(() -> outlive(kept, taken, trail));
    keepAlives.begin(thread);
    thread.start();
    return true;
  }

  /**
   * Tells the servers that want to know what violated a policy of their page; returns at once.
   *
   * @param blocked the URL that was asked for first; empty for what stands inline
   */
  public void report(Client page, Violation violation, Optional<Url> blocked, Trail trail) {
    reports.send(page, violation, blocked, trail);
  }

  private void outlive(FetchRequest kept, long taken, Trail trail) {
    try (FetchResponse response =
        fetch(kept, EarlyHints.IGNORED, trail, course -> new MainFetch(course).follow())) {
      response.body().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // Nobody is there to be told; the journey was.
    } finally {
      keepAlives.give(KeepAliveGate.page(kept), taken);
      keepAlives.end(Thread.currentThread());
    }
  }

  private static void refuse(FetchRequest request) throws FetchException {
    boolean fromWeb = request.referrer().filter(page -> !page.scheme().equals("file")).isPresent();
    if (fromWeb && request.url().scheme().equals("file")) {
      throw Problems.refused(request.url(), Because.of(FetchReason.FILE_FROM_WEB));
    }
  }

  KeepAlives keepAlives() {
    return keepAlives;
  }

  HttpClient client() {
    return client;
  }

  Tracing tracing() {
    return tracing;
  }

  Limits limits() {
    return limits;
  }

  Identity identity() {
    return identity;
  }

  InstantSource clock() {
    return clock;
  }

  /** Says, once for each place, that something was met that is not supported yet. */
  void notSupported(String feature, String where, String instead, Trail trail) {
    if (trail.on() && saidUnsupported.add(feature + " " + where)) {
      trail.mark(
          new JourneyStep.NotSupported(feature, where, instead),
          Because.of(FetchReason.NEXT_ISSUE));
    }
  }

  /** Writes into the profile what has changed since it was read; nothing where there is none. */
  public void keep(Trail trail) {
    keepsakes.save(trail, clock.instant());
    security.save(trail, clock.instant());
  }

  Keepsakes keepsakes() {
    return keepsakes;
  }

  /** Gives up what is under way, closes the connections, and keeps what has changed. */
  @Override
  public void close() {
    keepAlives.await(KEEPALIVE_PATIENCE);
    cache.ifPresent(HttpCache::close);
    client.close();
    keep(Trail.OFF);
  }
}
