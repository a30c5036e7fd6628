package dev.glasshouse.net.quic;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.QuicReason;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.AddressRace;
import dev.glasshouse.net.CertificateNames;
import dev.glasshouse.net.CertificateProblem;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.DialTimings;
import dev.glasshouse.net.Limits;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsFacts;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.codec.quic.QuicTransportParameters;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** One dial over QUIC, from a target to a connection. */
final class QuicDial implements AddressRace.Attempts<QuicAttempt> {
  private final QuicDialer dialer;
  private final Limits limits;
  private final Target target;
  private final Target.Tls secure;
  private final Deadline deadline;
  private final Trail outer;
  private final Trail trail;
  private final long id;
  private final long begin;
  private final long began;
  private final long number;
  private final AddressRace<QuicAttempt> race;

  QuicDial(
      QuicDialer dialer,
      Names names,
      Target target,
      Target.Tls secure,
      Deadline deadline,
      Trail trail) {
    this.dialer = dialer;
    this.limits = dialer.limits();
    this.target = target;
    this.secure = secure;
    this.deadline = deadline.within(limits.connect());
    this.outer = trail;
    this.id = trail.open();
    this.trail = trail.after(id);
    this.begin = trail.now();
    this.began = deadline.now();
    this.number = dialer.network().connections().number();
    this.race =
        new AddressRace<>(
            dialer.network(),
            names,
            limits,
            target,
            dialer.last().of(secure.serverName(), target.port()),
            this.deadline,
            this.trail,
            this);
  }

  /** The whole way: name, race of handshakes. */
  QuicConnection run() throws DialException {
    if (!Quic.isAvailable()) {
      throw unavailable();
    }
    Optional<AddressRace.Winner<QuicAttempt>> winner = race.run();
    if (winner.isEmpty()) {
      throw lost();
    }
    QuicAttempt won = winner.get().attempt();
    InetSocketAddress local = won.local();
    long connected = deadline.now();
    var handshake = new CompletableFuture<TlsFacts>();
    var connection =
        new QuicConnection(
            new QuicConnection.Facts(
                number,
                target,
                local,
                winner.get().address(),
                limits.quic().idle(),
                new DialTimings(
                    Duration.ofNanos(race.firstBegin() - began),
                    Duration.ofNanos(connected - race.firstBegin()),
                    Duration.ZERO)),
            won.channel(),
            won.wire(),
            won.heard(),
            won.isEarly() ? handshake : CompletableFuture.completedFuture(agreed(won)),
            trail);
    dialer.network().connections().add(connection);
    connection.whenClosed(() -> dialer.network().connections().remove(connection));
    if (!won.isEarly()) {
      dialed(local, winner.get().address());
    }
    won.handOver(
        connection,
        () -> {
          if (won.isEarly()) {
            handshake.complete(agreed(won));
            dialed(local, winner.get().address());
          }
        },
        _ -> {
          if (won.isEarly() && !handshake.isDone()) {
            handshake.completeExceptionally(broken(winner.get().address(), won));
          }
        });
    return connection;
  }

  private DialException unavailable() {
    String why = String.valueOf(Quic.unavailabilityCause());
    if (outer.on()) {
      outer.close(
          id,
          begin,
          new ConnectionStep.DialFailed(target.host(), List.of("QUIC")),
          Because.of(QuicReason.NOT_AVAILABLE, why));
    }
    return new DialException.Failed(target, List.of());
  }

  private void dialed(InetSocketAddress local, InetSocketAddress remote) {
    if (outer.on()) {
      outer.close(
          id,
          begin,
          new ConnectionStep.Dialed(
              number,
              target.host(),
              DialException.text(local),
              DialException.text(remote),
              race.tried()),
          race.why());
    }
  }

  /** What the handshake came to, told to the journey. */
  private TlsFacts agreed(QuicAttempt won) {
    SSLEngine engine = won.engine();
    dialer.last().stood(secure.serverName(), target.port(), won.remote().getAddress());
    boolean resumed = !dialer.tls().judge().wasAsked(engine);
    var facts =
        new TlsFacts(
            engine.getSession().getProtocol(),
            engine.getSession().getCipherSuite(),
            Optional.ofNullable(engine.getApplicationProtocol()),
            isNamed() ? Optional.of(secure.serverName()) : Optional.empty(),
            resumed,
            TlsClient.chain(engine.getSession()),
            dialer.tls().judge().ignored(engine, resumed));
    won.wire().tell(trail, number);
    if (trail.on()) {
      trail.add(
          won.begin(),
          facts.step(number, dialer.tls().options()),
          facts.because(dialer.tls().options()));
      tellUnnamed();
      QuicTransportParameters allowed = won.channel().peerTransportParameters();
      trail.mark(
          new QuicStep.QuicAgreed(
              number,
              "QUIC 1",
              dialer.options().congestion().toString(),
              QuicAttempt.hex(won.channel().localAddress()),
              QuicAttempt.hex(won.channel().remoteAddress()),
              idle(allowed),
              allowed == null ? 0 : allowed.initialMaxStreamsBidi(),
              allowed == null ? 0 : allowed.initialMaxData()),
          dialer.options().congestion() == CongestionControl.CUBIC
              ? Because.of(QuicReason.CONGESTION_DEFAULT)
              : Because.of(QuicReason.ASKED_FOR));
      if (!resumed && dialer.options().earlyData() == QuicOptions.EarlyData.ON) {
        trail.mark(
            new QuicStep.SessionUnknown(number, secure.serverName()),
            Because.of(QuicReason.SESSIONS_OF_RUN, Clause.rfc(9001, "4.6")));
      }
      won.qlog()
          .ifPresent(file ->
              trail.mark(
                  new QuicStep.QlogBegun(number, file.toString()),
                  Because.of(QuicReason.ASKED_FOR)));
    }
    return facts;
  }

  /**
   * Whether the server is told which name is meant (RFC 6066 3). Netty's engine tells no name of
   * one label, though TLS could, and nothing leads past it.
   */
  private boolean isNamed() {
    String name = secure.serverName();
    return CertificateNames.literal(name).isEmpty() && name.indexOf('.') > 0 && !name.endsWith(".");
  }

  private void tellUnnamed() {
    if (!isNamed() && CertificateNames.literal(secure.serverName()).isEmpty()) {
      trail.mark(
          new JourneyStep.NotSupported(
              "SNI for " + secure.serverName() + " over QUIC",
              "connection " + number,
              "a handshake that names no host"),
          Because.of(QuicReason.NO_SHORT_NAME, Clause.rfc(6066, "3")));
    }
  }

  /** RFC 9000 10.1: the shorter of both sides' counts; 0 says nothing. */
  private Duration idle(@org.jspecify.annotations.Nullable QuicTransportParameters allowed) {
    Duration ours = limits.quic().idle();
    long theirs = allowed == null ? 0 : allowed.maxIdleTimeout();
    return theirs == 0 || theirs > ours.toMillis() ? ours : Duration.ofMillis(theirs);
  }

  @Override
  public QuicAttempt begin(
      int attempt, InetSocketAddress address, Consumer<Optional<Throwable>> finished) {
    var made = new QuicAttempt(dialer, target, secure, number, attempt, trail.now());
    made.connect(address, finished);
    return made;
  }

  @Override
  public void cancel(QuicAttempt attempt) {
    attempt.cancel();
  }

  /** A wrong certificate, or a refusal in the server's own words, is no matter of the address. */
  @Override
  public boolean isFinal(Throwable failure) {
    return failure instanceof SSLException || failure instanceof QuicAttempt.Refused;
  }

  @Override
  public Step told(InetSocketAddress address, String outcome, int attempt) {
    return new QuicStep.QuicAttempted(target.host(), DialException.text(address), outcome, attempt);
  }

  private DialException lost() {
    DialException failure = failure();
    if (outer.on()) {
      outer.close(
          id,
          begin,
          new ConnectionStep.DialFailed(target.host(), race.problems()),
          Because.HAPPENED);
    }
    return failure;
  }

  private DialException failure() {
    if (race.finalFailure().isEmpty() || race.failures().isEmpty()) {
      return race.failure();
    }
    InetSocketAddress address = race.failures().getLast().address();
    return shaken(address, race.finalFailure().get());
  }

  /** A handshake that failed, told to the journey. */
  private DialException shaken(InetSocketAddress address, Throwable cause) {
    Optional<CertificateProblem> wrong =
        cause instanceof QuicAttempt.CertificateRefused refused
            ? Optional.of(refused.problem())
            : Optional.empty();
    String problem =
        wrong.map(CertificateProblem::text).orElseGet(() -> String.valueOf(cause.getMessage()));
    if (trail.on()) {
      trail.add(
          begin,
          new ConnectionStep.TlsFailed(
              number,
              secure.serverName(),
              problem,
              wrong
                  .flatMap(CertificateProblem::certificate)
                  .map(dev.glasshouse.net.CertificateFacts::text)
                  .orElse("")),
          wrong
              .map(CertificateProblem::because)
              .orElse(Because.of(QuicReason.CLOSED_BY_PEER, Clause.rfc(9001, "4.8"))));
    }
    return wrong.isPresent()
        ? new DialException.BadCertificate(target, address, wrong.get())
        : new DialException.TlsBroken(target, address, problem);
  }

  /** The handshake of a connection that was handed over early has failed. */
  private DialException broken(InetSocketAddress address, QuicAttempt won) {
    dialer.last().broke(secure.serverName(), target.port());
    Optional<Throwable> problem = won.failure();
    if (problem.isPresent() && isFinal(problem.get())) {
      return shaken(address, problem.get());
    }
    return new DialException.Reset(
        target, List.of(new DialException.Attempt(address, "broke off in the handshake")));
  }
}
