package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.proxy.ProxyAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Sends requests and brings their responses, over connections that it keeps.
 *
 * <p>Calls block, and are made for virtual threads. Interrupting the thread gives an exchange up at
 * any moment. Safe for use by many threads.
 */
public final class HttpClient implements AutoCloseable {
  private static final Because STANDS =
      Because.of(VersionReason.SESSION_STANDS, Clause.rfc(9113, "9.1"));
  private static final Because KEPT_ALIVE =
      Because.of(HttpReason.KEPT_ALIVE, Clause.rfc(9112, "9.3"));
  private static final Map<HttpVersion, Because> STANDS_SECURE = andNot3(STANDS);
  private static final Map<HttpVersion, Because> KEPT_ALIVE_SECURE = andNot3(KEPT_ALIVE);

  private final Connector connector;
  private final Limits limits;
  private final ClientOptions options;
  private final AltSvcMemory alternatives = new AltSvcMemory();
  private final ProxyRequests proxies;
  private final Optional<ProxyStreams> proxyStreams;
  private final Opening opening;
  private final Optional<QuicWay> quic;
  private final ConnectionPool pool;

  /** The connections of HTTP/1.1 that requests for other protocols are sent on. */
  private final Lazy<HttpClient> alone;

  HttpClient(Connector connector, Limits limits) {
    this.connector = connector;
    this.limits = limits;
    this.options = ClientOptions.DEFAULT;
    this.quic = Optional.empty();
    this.pool = new ConnectionPool(limits);
    this.proxies = new ProxyRequests(newAccess());
    this.proxyStreams = Optional.empty();
    this.alone = new Lazy<>(() -> new HttpClient(connector, limits));
    this.opening = new Opening(pool, connector, alternatives, options.clock());
  }

  private static ProxyAccess newAccess() {
    return new ProxyAccess(() -> UUID.randomUUID().toString());
  }

  /** A client with the usual limits. */
  public static HttpClient over(Dialer dialer) {
    return over(dialer, Limits.CLIENT);
  }

  /** A client with limits of the caller's. */
  public static HttpClient over(Dialer dialer, Limits limits) {
    return over(dialer, limits, ClientOptions.DEFAULT);
  }

  /** A client that chooses its connections in its own way. */
  public static HttpClient over(Dialer dialer, Limits limits, ClientOptions options) {
    Limits its =
        options.pushes() == 0 ? limits : limits.with(limits.multiplex().pushing(options.pushes()));
    return new HttpClient(
        dialer, its, options, options.quic().map(quic -> new Http3Way(dialer, quic, its)));
  }

  HttpClient(Dialer dialer, Limits limits, ClientOptions options, Optional<QuicWay> quic) {
    this.limits = limits;
    this.options = options;
    this.quic = quic;
    this.alone = new Lazy<>(() -> over(dialer, limits, options.with(VersionDemand.HTTP_1_1)));
    this.pool = new ConnectionPool(limits);
    ProxyAccess access = newAccess();
    this.proxies = new ProxyRequests(access);
    this.proxyStreams = Optional.of(new ProxyStreams(dialer, limits, access));
    this.connector =
        new SessionMaker(
            dialer,
            limits,
            options,
            alternatives,
            access,
            proxyStreams.get(),
            quic,
            (key, made) -> Opening.keep(pool, key, made));
    this.opening = new Opening(pool, connector, alternatives, options.clock());
  }

  /** Its limits. */
  public Limits limits() {
    return limits;
  }

  /** How it chooses its connections. */
  public ClientOptions options() {
    return options;
  }

  /** What origins have said of their alternatives. */
  public AltSvcMemory alternatives() {
    return alternatives;
  }

  /** How many requests wait for a place on a connection now. */
  public int waiting() {
    return pool.waiting();
  }

  ConnectionPool pool() {
    return pool;
  }

  /** Sends a request of nobody's page. */
  public Response send(Request request, Priority priority, Trail trail) throws IOException {
    return send(request, priority, Partition.NONE, trail);
  }

  /**
   * Sends a request and waits for the head of its response; the body streams, as transferred: its
   * content codings are undone by {@link ContentCodings}.
   *
   * <p>A request for another protocol ({@link Request#upgrade}) is sent as such in HTTP/1.1, and as
   * an extended CONNECT on a session of HTTP/2 or 3 whose server takes these.
   *
   * @param partition with whom it may share a connection
   * @param trail every step of the exchange is put under this; the end of the body too, later
   * @return the final response; its body must be read to the end or closed, or its {@link
   *     Response#tunnel}
   * @throws HttpException when the exchange fails
   * @throws DialException when no connection can be made
   * @throws IOException when the request's own body cannot be read
   * @throws IllegalArgumentException when the request cannot be sent at all
   */
  public Response send(Request request, Priority priority, Partition partition, Trail trail)
      throws IOException {
    return send(request, priority, partition, Aside.silent(trail));
  }

  /**
   * The same. A field Host of the request's own is what the server is told; the connection leads
   * where the URL says.
   *
   * @param aside who is told of interim responses as they come, and under whose trail every step is
   *     put
   */
  public Response send(Request request, Priority priority, Partition partition, Aside aside)
      throws IOException {
    return send(request.asNamed(), PoolKey.of(request, partition), priority, aside);
  }

  /**
   * Has a connection stand for requests that will come, as {@code rel=preconnect} asks for. Blocks.
   *
   * @param request one as those will be; it is not sent
   * @return whether one was made: false where one stood unused, or had room
   * @throws DialException when no connection can be made
   * @throws IOException when the server speaks none of our versions
   */
  public boolean connect(Request request, Partition partition, Trail trail) throws IOException {
    PoolKey key = PoolKey.of(request, partition);
    Place place = pool.acquire(key, connector.expects(key), Priority.LOW, trail);
    boolean made = place.standing().isEmpty();
    if (made) {
      place = opening.connect(place, trail);
    }
    if (place.kind() == Place.Kind.ALONE) {
      pool.giveBack(place, true);
    } else {
      pool.giveUp(place);
    }
    return made;
  }

  /**
   * Has a name looked up ahead of the requests that will need it, as {@code rel=dns-prefetch} asks
   * for: what a connection would ask, into the same cache. Where a proxy is in between, it is the
   * proxy that asks, and nothing happens. Blocks.
   *
   * @param request one as those will be; it is not sent
   * @throws NameException when there is no address, or nobody could tell
   */
  public void resolve(Request request, Trail trail) throws NameException {
    connector.resolve(PoolKey.of(request, Partition.NONE), trail);
  }

  /**
   * Sends a request to a server that is chosen by somebody else than the request's own URL, as a
   * gateway does: the request's authority is what the server is told, and nothing more.
   *
   * @param aside who is told of interim responses, under whose trail every step is put, and who
   *     says that the client has gone: the exchange is given up then
   * @return as {@link #send(Request, Priority, Partition, Trail)}
   * @throws IOException as there; also what {@code aside} throws
   */
  public Response send(Request request, Destination server, Aside aside) throws IOException {
    return send(request, server.key(), aside, 1);
  }

  /** Sends a request that may have been sent before; gives it up when the client has gone. */
  Response send(Request request, PoolKey key, Aside aside, int attempt) throws IOException {
    aside.whenGone(Thread.currentThread()::interrupt);
    try {
      return send(request, key, Priority.MEDIUM, aside, attempt);
    } finally {
      aside.whenGone(() -> {});
    }
  }

  /**
   * As {@link #send(Request, Destination, Aside)}, without a thread that waits, where a connection
   * of HTTP/1.1 to the server stands unused: best on this event loop.
   *
   * @param request a request without content, for no other protocol
   * @param aside as there
   * @param loop the event loop that this is called on
   * @param then takes what comes of it: on the connection's event loop, or on a virtual thread
   *     where the request had to be sent once more
   * @return whether it was begun; where not, nothing was done
   * @throws IllegalArgumentException when the request cannot be sent at all
   */
  public boolean begin(
      Request request, Destination server, Aside aside, Executor loop, ClientExchange.Taker then) {
    boolean plain = request.body().isEmpty() && request.upgrade().isEmpty();
    // Who may find a better way to a server while it is asked has to wait for it.
    boolean settled = !server.key().secure() || quic.isEmpty();
    Optional<Place> place = plain && settled ? pool.unused(server.key(), loop) : Optional.empty();
    place.ifPresent(its -> new Prompt(this, demanded(request), its, aside, then).begin());
    return place.isPresent();
  }

  private Request demanded(Request request) {
    return options.demand().isPresent() ? request.in(options.demand().get().version()) : request;
  }

  private Response send(Request request, PoolKey key, Priority priority, Aside aside)
      throws IOException {
    return send(request, key, priority, aside, 1);
  }

  /**
   * Sends it until it need not be sent once more. The first time stands before the loop: a loop
   * around all of this is compiled twice over, for one request in very many that goes round.
   *
   * @param first 1, or more where it was sent before
   */
  private Response send(Request request, PoolKey key, Priority priority, Aside aside, int first)
      throws IOException {
    Request wanted = demanded(request);
    Optional<Response> response = sendOnce(wanted, key, priority, aside, first);
    for (int attempt = first + 1; response.isEmpty(); attempt++) {
      response = sendOnce(wanted, key, priority, aside, attempt);
    }
    return response.get();
  }

  /**
   * Empty where it is to be sent once more. One method on purpose, as the waiting in {@link
   * dev.glasshouse.http.wire.Inbox#take}: whoever calls it is compiled without it.
   */
  private Optional<Response> sendOnce(
      Request wanted, PoolKey key, Priority priority, Aside aside, int attempt) throws IOException {
    Trail trail = aside.trail();
    Optional<String> other = wanted.upgrade();
    Place place = pool.acquire(key, connector.expects(key), priority, trail);
    boolean reused = place.standing().isPresent();
    // As in browsers, no connection is made for another protocol but one of HTTP/1.1 of its own,
    // unless another version is asked for; a session of HTTP/2 or 3 carries it whose server has
    // said so.
    boolean carries =
        other.isEmpty()
            || (reused
                ? place.session().session().takesUpgrades(Deadline.in(limits.times().firstByte()))
                : options.demand().isPresent() || !place.key().secure());
    if (!carries) {
      pool.giveUp(place);
      try {
        return Optional.of(alone.get().send(wanted, key, priority, aside));
      } catch (VersionException | DialException.TlsBroken e) {
        if (reused) {
          throw e;
        }
        // It speaks no HTTP/1.1: then a session of what it speaks has to carry it, or says why not.
        place = pool.acquire(key, connector.expects(key), priority, trail);
        reused = place.standing().isPresent();
      }
    }
    if (reused) {
      tellReuse(place, trail);
      opening.better(place, trail);
    } else {
      place = opening.connect(place, trail);
    }
    ClientSession session = place.session().session();
    if (other.isPresent() && !session.takesUpgrades(Deadline.in(limits.times().firstByte()))) {
      // Where one version is asked for and no other, that one has to carry it.
      pool.giveUp(place);
      throw new VersionException(
          Because.of(
              VersionReason.NO_UPGRADES,
              Clause.rfc(8441, "3"),
              session.version().toString(),
              other.get()));
    }
    Optional<Response> response = attempt(wanted, priority, place, reused, attempt, aside).run();
    boolean last = response.isPresent() && isLast(response.get(), wanted, place, attempt, trail);
    return last ? response : Optional.empty();
  }

  /** One try on a place. */
  Attempt attempt(
      Request request, Priority priority, Place place, boolean reused, int number, Aside aside) {
    return new Attempt(
        pool, proxies, limits.pool().attempts(), request, priority, place, reused, number, aside);
  }

  /** Whether a response is what was asked for; the request is to be sent again where not. */
  boolean isLast(Response response, Request request, Place place, int attempt, Trail trail) {
    if (isMisdirected(response, request, place, attempt, trail)
        || proxies.wantsToKnow(response, request, place, attempt, trail)) {
      return false;
    }
    learn(response, place, trail);
    return true;
  }

  /**
   * Whether a request is to go over another connection, since the server does not answer for the
   * origin on this one (RFC 9110 15.5.20).
   */
  private boolean isMisdirected(
      Response response, Request request, Place place, int attempt, Trail trail) {
    if (!response.status().equals(Status.MISDIRECTED_REQUEST)) {
      return false;
    }
    Pooled pooled = place.session();
    Optional<VersionVerdict.Quic> alternative = pooled.peer().alternative();
    boolean again =
        (!pooled.madeFor().equals(place.key()) || alternative.isPresent())
            && request.body().isReplayable()
            && attempt < limits.pool().attempts();
    if (trail.on()) {
      trail.mark(
          new VersionStep.Misdirected(pooled.session().number(), place.key().origin()),
          Because.of(
              again ? VersionReason.MISDIRECTED_AGAIN : VersionReason.MISDIRECTED_FINAL,
              Clause.rfc(9110, "15.5.20")));
    }
    if (again) {
      alternative.ifPresent(its ->
          alternatives.failed(place.key().origin(), its.alternative(), options.clock().instant()));
      pool.misdirected(pooled, place.key());
      response.close();
    }
    return again;
  }

  /** Remembers what a response says of alternatives. */
  private void learn(Response response, Place place, Trail trail) {
    if (response.fields().has("Alt-Svc")) {
      new AltSvcLearning(alternatives, options.clock())
          .learn(
              place.key(),
              place.session().peer(),
              String.join(",", response.fields().all("Alt-Svc")),
              "Alt-Svc",
              trail);
    }
  }

  void tellReuse(Place place, Trail trail) {
    if (!trail.on()) {
      return;
    }
    Pooled pooled = place.session();
    boolean shared = place.kind() == Place.Kind.SHARED;
    Duration idle =
        shared && pooled.inFlight > 1
            ? Duration.ZERO
            : Duration.ofNanos(System.nanoTime() - pooled.idleSince);
    trail.mark(
        new HttpStep.ConnectionReused(
            pooled.session().number(),
            pooled.origin(place.key()),
            idle,
            pooled.session().exchanges()),
        why(shared, pooled.session().version(), place.key().secure()));
  }

  /** Why a standing connection is used, and where it does not speak HTTP/3, that this is why. */
  private static Because why(boolean shared, HttpVersion version, boolean secure) {
    if (secure) {
      return Objects.requireNonNull((shared ? STANDS_SECURE : KEPT_ALIVE_SECURE).get(version));
    }
    return shared ? STANDS : KEPT_ALIVE;
  }

  private static Map<HttpVersion, Because> andNot3(Because why) {
    var by = new EnumMap<HttpVersion, Because>(HttpVersion.class);
    for (HttpVersion version : HttpVersion.values()) {
      boolean other = version != HttpVersion.HTTP_3;
      by.put(
          version,
          other ? why.butNot("HTTP/3", VersionReason.OTHER_VERSION, version.toString()) : why);
    }
    return Collections.unmodifiableMap(by);
  }

  /** Closes every connection; exchanges that are under way fail. */
  @Override
  public void close() {
    alone.ifMade(HttpClient::close);
    pool.close();
    proxyStreams.ifPresent(ProxyStreams::close);
    quic.ifPresent(QuicWay::close);
  }
}
