package dev.glasshouse.http.h3;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.net.quic.QuicConnection;
import dev.glasshouse.net.quic.QuicDialer;
import dev.glasshouse.net.quic.QuicOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A client of the tests', whose names all lead to this machine. */
final class Client implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  static final Deadline SOON = Deadline.in(Duration.ofSeconds(60));

  final OsNetwork network = OsNetwork.open(1);
  final Recorder recorder = Recorder.start();
  final QuicDialer dialer;
  private final TlsClient tls;
  private final List<Response> answers = new CopyOnWriteArrayList<>();
  final Limits limits;

  /** Where every name leads to. */
  volatile List<InetAddress> addresses = List.of(LOOPBACK);

  Client(TlsOptions tls, QuicOptions quic, Limits limits) {
    this(tls, quic, limits, dev.glasshouse.net.Limits.DEFAULT);
  }

  /** A client that lets servers send that many bytes ahead. */
  static Client withWindow(TlsOptions tls, long window) {
    return new Client(
        tls, QuicOptions.DEFAULT, Limits.CLIENT, limits(quic -> windowed(quic, window)));
  }

  /** The usual limits of connections, but for those of QUIC. */
  static dev.glasshouse.net.Limits limits(UnaryOperator<dev.glasshouse.net.Limits.Quic> change) {
    dev.glasshouse.net.Limits usual = dev.glasshouse.net.Limits.DEFAULT;
    return new dev.glasshouse.net.Limits(
        usual.resolutionDelay(),
        usual.attemptDelay(),
        usual.connect(),
        usual.handshake(),
        usual.addresses(),
        usual.certificates(),
        usual.sessions(),
        usual.held(),
        usual.readBuffer(),
        usual.longBuffers(),
        usual.longBuffer(),
        usual.readTurn(),
        change.apply(usual.quic()));
  }

  static dev.glasshouse.net.Limits.Quic windowed(dev.glasshouse.net.Limits.Quic q, long window) {
    return new dev.glasshouse.net.Limits.Quic(
        q.idle(),
        window,
        window,
        q.streams(),
        q.controlStreams(),
        q.controlWindow(),
        q.handshakes(),
        q.early(),
        q.earlyKnown());
  }

  static dev.glasshouse.net.Limits.Quic withIdle(dev.glasshouse.net.Limits.Quic q, Duration idle) {
    return new dev.glasshouse.net.Limits.Quic(
        idle,
        q.window(),
        q.streamWindow(),
        q.streams(),
        q.controlStreams(),
        q.controlWindow(),
        q.handshakes(),
        q.early(),
        q.earlyKnown());
  }

  Client(TlsOptions tls, QuicOptions quic, Limits limits, dev.glasshouse.net.Limits connections) {
    Names names =
        (host, deadline, trail, arrivals) -> {
          List<InetAddress> its = addresses;
          arrivals.arrived(Family.IPV4, its);
          return new Addresses(host, host, its, "the test", Duration.ofMinutes(1));
        };
    this.tls = new TlsClient(tls);
    this.dialer = new QuicDialer(network, names, this.tls, quic, connections);
    this.limits = limits;
  }

  Client(TlsOptions tls) {
    this(tls, QuicOptions.DEFAULT, Limits.CLIENT);
  }

  QuicConnection dial(String host, int port) throws DialException {
    return dialer.dial(
        Target.tls(host, port, List.of("h3")),
        Deadline.in(Duration.ofSeconds(20)),
        recorder.trail());
  }

  Http3Session session(String host, int port) throws DialException {
    return Http3Session.over(dial(host, port), limits);
  }

  /** Sends a request; what is not read of the answer is given up when this is closed. */
  Response send(Http3Session session, Request request) throws IOException {
    Response response = session.exchange(request, Priority.MEDIUM, recorder.trail()).run(_ -> {});
    answers.add(response);
    return response;
  }

  static String text(Response response) throws IOException {
    try (var in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  <T extends Step> List<T> steps(Class<T> kind) {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Waits until something is so; the test's own deadline ends the wait. */
  static void until(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("waited in vain");
      }
    }
  }

  /** Waits for a step; the test's own deadline ends the wait. */
  <T extends Step> T await(Class<T> kind) {
    until(() -> !steps(kind).isEmpty());
    return steps(kind).getFirst();
  }

  @Override
  public void close() {
    answers.forEach(Response::close);
    dialer.close();
    network.close();
    tls.close();
  }
}
