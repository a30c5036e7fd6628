package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One race of QUIC and TCP: drives {@link QuicRace} with real dials. Used once, by one thread. */
final class Racing {
  /** Makes a session; interrupting its thread gives it up. */
  interface Dialing {
    /** Makes it. Blocks. */
    Connector.Made dial() throws IOException;
  }

  /** Told of what QUIC comes to. */
  interface Watcher {
    /** It works. */
    void works();

    /** It does not. */
    void fails(IOException problem);

    /** It had a head start, and was not there when TCP had won: whether it works is not known. */
    void tooLate();

    /** It stands, but TCP had won before: the session is the watcher's now. */
    void late(Connector.Made made);
  }

  private sealed interface Event {}

  private record Quic(Optional<Connector.Made> made, IOException problem) implements Event {}

  private record Tcp(Optional<Connector.Made> made, IOException problem) implements Event {}

  private static final IOException NONE = new IOException("none");

  private final String origin;
  private final Dialing quic;
  private final Dialing tcp;
  private final Watcher watcher;
  private final Deadline deadline;
  private final Trail trail;
  private final QuicRace race;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final long begin;
  private Optional<Thread> tcpThread = Optional.empty();
  private Optional<Thread> quicThread = Optional.empty();

  /** Where TCP wins before QUIC is there, QUIC goes on, and its session is the watcher's. */
  private String quicOutcome = "kept for later";

  private String tcpOutcome = "not begun";
  private IOException problem = NONE;
  private boolean over;
  private Because lost = Because.HAPPENED;

  Racing(
      String origin,
      QuicRace race,
      Dialing quic,
      Dialing tcp,
      Watcher watcher,
      Deadline deadline,
      Trail trail) {
    this.origin = origin;
    this.race = race;
    this.quic = quic;
    this.tcp = tcp;
    this.watcher = watcher;
    this.deadline = deadline;
    this.trail = trail;
    this.begin = trail.now();
  }

  /** Runs it; the session that won. */
  Connector.Made run() throws IOException {
    long zero = deadline.now();
    Optional<Connector.Made> quicMade = Optional.empty();
    Optional<Connector.Made> tcpMade = Optional.empty();
    List<QuicRace.Action> actions = race.begin(zero);
    while (true) {
      for (QuicRace.Action action : actions) {
        switch (action) {
          case BEGIN_QUIC -> quicThread = Optional.of(Thread.ofVirtual().start(this::dialQuic));
          case BEGIN_TCP -> {
            tcpOutcome = "cancelled";
            tcpThread = Optional.of(Thread.ofVirtual().start(this::dialTcp));
          }
          case CANCEL_TCP -> tcpThread.ifPresent(Thread::interrupt);
          case QUIC_WON -> {
            end(false);
            tell("quic", zero, quicWhy(zero));
            return quicMade.orElseThrow();
          }
          case TCP_WON -> {
            end(true);
            lost = tcpWhy(zero);
            tell("tcp", zero, lost);
            return tcpMade.orElseThrow();
          }
          case LOST -> {
            tell("none", zero, Because.of(VersionReason.BOTH_FAILED));
            throw problem;
          }
        }
      }
      Optional<Event> event = next();
      long now = deadline.now();
      if (event.isEmpty()) {
        actions = race.tick(now);
        continue;
      }
      switch (event.get()) {
        case Quic(var made, var its) -> {
          quicMade = made;
          quicOutcome = made.isPresent() ? "connected" : Texts.of(its);
          actions = made.isPresent() ? race.quicConnected() : race.quicFailed(now);
        }
        case Tcp(var made, var its) -> {
          tcpMade = made;
          problem = made.isPresent() ? problem : its;
          tcpOutcome = made.isPresent() ? "connected" : Texts.of(its);
          actions = made.isPresent() ? race.tcpConnected() : race.tcpFailed();
        }
      }
    }
  }

  /** From here on what comes goes to the watcher, or is closed. */
  private synchronized void end(boolean tcpWon) {
    over = true;
    boolean works = false;
    for (Event event : events) {
      works |= event instanceof Quic(var made, var _) && made.isPresent();
      late(event);
    }
    events.clear();
    if (tcpWon && !works && race.quicHasHeadStart() && !race.quicHasFailed()) {
      watcher.tooLate();
    }
  }

  private synchronized void put(Event event) {
    if (event instanceof Quic(var made, var _) && made.isPresent()) {
      watcher.works();
    }
    if (over) {
      late(event);
    } else {
      events.add(event);
    }
  }

  private void late(Event event) {
    switch (event) {
      case Quic(var made, var _) -> made.ifPresent(watcher::late);
      case Tcp(var made, var _) -> made.ifPresent(m -> m.session().abort());
    }
  }

  private void dialQuic() {
    try {
      put(new Quic(Optional.of(quic.dial()), NONE));
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) {
        watcher.fails(e);
      }
      put(new Quic(Optional.empty(), e));
    } catch (RuntimeException e) {
      put(new Quic(Optional.empty(), new IOException(e)));
      throw e;
    }
  }

  private void dialTcp() {
    try {
      put(new Tcp(Optional.of(tcp.dial()), NONE));
    } catch (IOException e) {
      put(new Tcp(Optional.empty(), e));
    } catch (RuntimeException e) {
      put(new Tcp(Optional.empty(), new IOException(e)));
      throw e;
    }
  }

  private Optional<Event> next() throws IOException {
    long wait = deadline.leftNanos();
    OptionalLong wake = race.wakeAt();
    if (wake.isPresent()) {
      wait = Math.min(wait, Math.max(0, wake.getAsLong() - deadline.now()));
    }
    try {
      Optional<Event> event = Optional.ofNullable(events.poll(wait, TimeUnit.NANOSECONDS));
      if (event.isEmpty() && deadline.passed()) {
        throw giveUp(Because.of(HttpReason.STALLED_TOTAL, "the dial's time"));
      }
      return event;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw giveUp(Because.of(HttpReason.GIVEN_UP));
    }
  }

  private CancelledException giveUp(Because why) {
    quicThread.ifPresent(Thread::interrupt);
    tcpThread.ifPresent(Thread::interrupt);
    synchronized (this) {
      over = true;
      for (Event event : events) {
        switch (event) {
          case Quic(var made, var _) -> made.ifPresent(m -> m.session().abort());
          case Tcp(var made, var _) -> made.ifPresent(m -> m.session().abort());
        }
      }
      events.clear();
    }
    return new CancelledException(why);
  }

  private Because quicWhy(long zero) {
    if (!race.tcpBegun()) {
      return Because.of(VersionReason.TCP_NOT_NEEDED);
    }
    return Because.of(
        race.quicHasHeadStart() ? VersionReason.QUIC_FIRST : VersionReason.QUIC_FIRST_ABREAST,
        Texts.duration(Duration.ofNanos(deadline.now() - zero)));
  }

  private Because tcpWhy(long zero) {
    return race.quicHasFailed()
        ? Because.of(VersionReason.QUIC_FAILED, quicOutcome)
        : Because.of(
            race.quicHasHeadStart() ? VersionReason.QUIC_SLOWER : VersionReason.QUIC_SLOWER_ABREAST,
            Texts.duration(Duration.ofNanos(deadline.now() - zero)));
  }

  /** Why TCP won, when it did. */
  Because lostBy() {
    return lost;
  }

  private void tell(String winner, long zero, Because because) {
    if (trail.on()) {
      trail.add(
          begin,
          new VersionStep.RaceRun(
              origin, winner, race.headStart(deadline.now()), quicOutcome, tcpOutcome),
          because);
    }
  }
}
