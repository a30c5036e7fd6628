package dev.glasshouse.http.client;

import dev.glasshouse.http.ContentCodings;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests and brings their responses, over connections that it keeps.
 *
 * <p>Calls block, and are made for virtual threads. Interrupting the thread gives an exchange up at
 * any moment. Safe for use by many threads.
 */
public final class HttpClient implements AutoCloseable {
  private final Connector connector;
  private final Limits limits;
  private final ClientOptions options;
  private final AltSvcMemory alternatives = new AltSvcMemory();
  private final ProxyAccess access = new ProxyAccess(() -> UUID.randomUUID().toString());
  private final Optional<QuicWay> quic;
  private final ConnectionPool pool;

  HttpClient(Connector connector, Limits limits) {
    this.connector = connector;
    this.limits = limits;
    this.options = ClientOptions.DEFAULT;
    this.quic = Optional.empty();
    this.pool = new ConnectionPool(limits);
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
    return new HttpClient(
        dialer, limits, options, options.quic().map(its -> new Http3Way(dialer, its, limits)));
  }

  HttpClient(Dialer dialer, Limits limits, ClientOptions options, Optional<QuicWay> quic) {
    this.limits = limits;
    this.options = options;
    this.quic = quic;
    this.pool = new ConnectionPool(limits);
    this.connector =
        new SessionMaker(dialer, limits, options, alternatives, access, quic, this::keep);
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
   * @param partition with whom it may share a connection
   * @param trail every step of the exchange is put under this; the end of the body too, later
   * @return the final response; its body must be read to the end or closed
   * @throws HttpException when the exchange fails
   * @throws DialException when no connection can be made
   * @throws IOException when the request's own body cannot be read
   * @throws IllegalArgumentException when the request cannot be sent at all
   */
  public Response send(Request request, Priority priority, Partition partition, Trail trail)
      throws IOException {
    PoolKey key = PoolKey.of(request, partition);
    Request wanted =
        options.demand().isPresent() ? request.in(options.demand().get().version()) : request;
    for (int attempt = 1; ; attempt++) {
      Place place = pool.acquire(key, connector.expects(key), priority, trail);
      boolean reused = place.standing().isPresent();
      if (reused) {
        tellReuse(place, trail);
        better(place, trail);
      } else {
        place = connect(place, trail);
      }
      Optional<Response> response =
          new Attempt(wanted, priority, place, reused, attempt, trail).run();
      if (response.isPresent()
          && !isMisdirected(response.get(), wanted, place, attempt, trail)
          && !wantsToKnow(response.get(), wanted, place, attempt, trail)) {
        learn(response.get(), place, trail);
        return response.get();
      }
    }
  }

  /** Makes a better connection beside one that stands, where one is known of since. */
  private void better(Place place, Trail trail) {
    Pooled pooled = place.session();
    int changes = alternatives.changes();
    HttpVersion stands = pooled.session().version();
    if (pooled.seen == changes || stands == HttpVersion.HTTP_3 || !place.key().secure()) {
      return;
    }
    pooled.seen = changes;
    Optional<Connector.Beside> beside = connector.beside(place.key(), stands, trail);
    if (beside.isEmpty() || pool.stands(place.key(), HttpVersion.HTTP_3)) {
      return;
    }
    Optional<Place> dial = pool.beside(place.key());
    if (dial.isPresent()) {
      Thread.ofVirtual().name("glass-beside").start(() -> make(beside.get(), dial.get()));
    }
  }

  private void make(Connector.Beside beside, Place dial) {
    Place held = dial;
    try {
      Connector.Made made = beside.make();
      held = pool.opened(dial, made.session(), made.peer());
    } catch (IOException _) {
      // Told by who dialed; the connection that stands goes on.
    } finally {
      pool.giveUp(held);
    }
  }

  /** A session that came too late for who had asked for it serves those who come. */
  private void keep(PoolKey key, Connector.Made made) {
    Optional<Place> place = pool.beside(key);
    if (place.isEmpty()) {
      made.session().close();
      return;
    }
    pool.giveUp(pool.opened(place.get(), made.session(), made.peer()));
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

  /** Whether the proxy that read the request is to be told who asks (RFC 9110 15.5.8). */
  private boolean wantsToKnow(
      Response response, Request request, Place place, int attempt, Trail trail) {
    Peer peer = place.session().peer();
    if (response.status().code() != 407 || peer.way() != Peer.Way.PROXY) {
      return false;
    }
    Proxy proxy = peer.proxy().orElseThrow();
    ProxyAccess.Verdict verdict =
        access.asked(proxy, response.fields().all("Proxy-Authenticate"), attempt > 1);
    if (trail.on()) {
      trail.mark(
          new ProxyStep.ProxyAsksWho(
              place.session().session().number(),
              proxy.toString(),
              verdict.offered(),
              verdict.chosen().orElse("")),
          verdict.because());
    }
    boolean again = verdict.chosen().isPresent() && request.body().isReplayable();
    if (again) {
      response.close();
    }
    return again;
  }

  /** A request as it is written on a connection. */
  private Request sent(Request request, Peer peer) {
    if (peer.way() == Peer.Way.PROXY) {
      // RFC 9112 3.2.2: a proxy is told the whole URL.
      String whole = request.url();
      Request told =
          new Request(
              request.method(),
              request.scheme(),
              request.authority(),
              whole,
              request.version(),
              request.fields(),
              request.body(),
              request.peer());
      return access
          .authorization(peer.proxy().orElseThrow(), request.method().name(), whole)
          .map(value -> told.with("Proxy-Authorization", value))
          .orElse(told);
    }
    return peer.altSvc().map(where -> request.with("Alt-Used", where.authority())).orElse(request);
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

  /** RFC 7838 section 4: a frame counts for an origin that the connection is for. */
  private void learn(Place place, String origin, String value, Trail trail) {
    Pooled pooled = place.session();
    Optional<PoolKey> about =
        pool.served(pooled).stream()
            .filter(key -> origin.isEmpty() || key.origin().equals(origin))
            .findFirst();
    boolean unclear = origin.isEmpty() && pool.served(pooled).size() > 1;
    if (about.isPresent() && !unclear) {
      new AltSvcLearning(alternatives, options.clock())
          .learn(about.get(), pooled.peer(), value, "ALTSVC", trail);
    }
  }

  private Place connect(Place dial, Trail trail) throws IOException {
    boolean made = false;
    try {
      Connector.Outcome outcome = connector.connect(dial.key(), may -> pool.join(dial, may), trail);
      made = true;
      return switch (outcome) {
        case Connector.Made(ClientSession session, Peer peer) -> {
          Place place = pool.opened(dial, session, peer);
          session.onAltSvc((origin, value) -> learn(place, origin, value, trail));
          yield place;
        }
        case Connector.Joined(Place place) -> place;
      };
    } finally {
      if (!made) {
        pool.giveUp(dial);
      }
    }
  }

  private void tellReuse(Place place, Trail trail) {
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
            pooled.session().number(), place.key().origin(), idle, pooled.session().exchanges()),
        why(shared, pooled.session().version(), place.key().secure()));
  }

  /** Why a standing connection is used, and where it does not speak HTTP/3, that this is why. */
  private static Because why(boolean shared, HttpVersion version, boolean secure) {
    Because why =
        shared
            ? Because.of(VersionReason.SESSION_STANDS, Clause.rfc(9113, "9.1"))
            : Because.of(HttpReason.KEPT_ALIVE, Clause.rfc(9112, "9.3"));
    return version == HttpVersion.HTTP_3 || !secure
        ? why
        : why.butNot("HTTP/3", VersionReason.OTHER_VERSION, version.toString());
  }

  /** One try of a request, on a place that it gives back. */
  private final class Attempt {
    private final Request request;
    private final Priority priority;
    private final Place place;
    private final boolean reused;
    private final int number;
    private final Trail trail;
    private final AtomicBoolean freed = new AtomicBoolean();

    Attempt(
        Request request, Priority priority, Place place, boolean reused, int number, Trail trail) {
      this.request = request;
      this.priority = priority;
      this.place = place;
      this.reused = reused;
      this.number = number;
      this.trail = trail;
    }

    /** Empty when the request is to be sent once more. */
    Optional<Response> run() throws IOException {
      boolean held = true;
      try {
        ClientExchange exchange = exchange();
        try {
          Response response = exchange.run(this::free);
          held = false;
          return Optional.of(response);
        } catch (LostException e) {
          if (!again(exchange)) {
            throw e;
          }
          return Optional.empty();
        }
      } finally {
        if (held && freed.compareAndSet(false, true)) {
          pool.giveUp(place);
        }
      }
    }

    private ClientExchange exchange() {
      try {
        Request sent = sent(request, place.session().peer());
        return place.session().session().exchange(sent, priority, trail);
      } finally {
        pool.begun(place);
      }
    }

    private void free(boolean reusable) {
      if (freed.compareAndSet(false, true)) {
        pool.giveBack(place, reusable);
      }
    }

    private boolean again(ClientExchange exchange) {
      RetryVerdict verdict =
          RetryVerdict.decide(
              new RetryVerdict.Facts(
                  request.method(),
                  request.body().isReplayable(),
                  place.session().session().version(),
                  reused,
                  exchange.mayBeProcessed(),
                  exchange.answered(),
                  number),
              limits.pool().attempts());
      if (verdict.again() && trail.on()) {
        trail.mark(
            new HttpStep.RequestRetried(request.method().name(), request.url(), number + 1),
            verdict.because());
      }
      return verdict.again();
    }
  }

  /** Closes every connection; exchanges that are under way fail. */
  @Override
  public void close() {
    pool.close();
    quic.ifPresent(QuicWay::close);
  }
}
