package dev.glasshouse.server.programs;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.PlainStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * A program that stays and is spoken to by FastCGI, such as PHP-FPM. Where the limits say so,
 * connections are kept for the next request; one that had gone by then is replaced, when nothing
 * was heard on it.
 */
public final class FastCgi implements Program, AutoCloseable {
  private final Network network;
  private final SocketAddress address;
  private final ProgramLimits limits;
  private final Turns turns;
  private final Deque<PlainStream> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * A program.
   *
   * @param address where it listens: an {@link InetSocketAddress} or a {@link
   *     java.net.UnixDomainSocketAddress}
   */
  public FastCgi(Network network, SocketAddress address, ProgramLimits limits) {
    this.network = network;
    this.address = address;
    this.limits = limits;
    this.turns = new Turns(limits);
  }

  @Override
  public Run start(Script script, Map<String, String> variables, Body body, Aside aside)
      throws IOException {
    turns.take();
    boolean started = false;
    try {
      Run run = begin(script, variables, body, aside);
      started = true;
      return run;
    } catch (InterruptedIOException e) {
      throw ProgramException.slow(limits.patience(), "the program");
    } finally {
      if (!started) {
        turns.giveBack();
      }
    }
  }

  private Run begin(Script script, Map<String, String> variables, Body body, Aside aside)
      throws IOException {
    // A body that can be sent once must not be lost on a connection that has gone.
    PlainStream kept = body.isReplayable() ? kept() : null;
    if (kept != null) {
      FastCgiExchange again = exchange(kept);
      try {
        begin(again, script, variables, body, true, aside);
        // Whether it still stands shows with the first byte: before that, nothing is lost.
        again.await();
        return again;
      } catch (InterruptedIOException | ProgramException e) {
        kept.close();
        if (again.heardAnything() || again.isStopped() || e instanceof InterruptedIOException) {
          throw e;
        }
      } catch (IOException e) {
        kept.close();
        if (again.isStopped()) {
          throw ProgramException.unwanted();
        }
      }
    }
    PlainStream fresh;
    try {
      fresh = PlainStream.dial(network, address, limits.patience());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new ProgramException(
          Status.BAD_GATEWAY,
          Because.of(ProgramReason.NOT_THERE, String.valueOf(e.getMessage())),
          "the program is not there");
    }
    FastCgiExchange exchange = exchange(fresh);
    try {
      begin(exchange, script, variables, body, false, aside);
      exchange.await();
      return exchange;
    } catch (IOException e) {
      fresh.close();
      if (exchange.isStopped()) {
        throw ProgramException.unwanted();
      }
      throw e;
    }
  }

  private void begin(
      FastCgiExchange exchange,
      Script script,
      Map<String, String> variables,
      Body body,
      boolean reused,
      Aside aside)
      throws IOException {
    Trail trail = aside.trail();
    if (trail.on()) {
      trail.mark(
          new ProgramStep.ProgramAsked("FastCGI", script.name(), text(), reused),
          Because.of(ProgramReason.IS_SCRIPT));
    }
    // On a thread of its own: a stream may wait for its event loop when it is closed.
    aside.whenGone(() -> Thread.ofVirtual().name("glass-fastcgi-end").start(exchange::stop));
    exchange.send(variables, body);
  }

  private FastCgiExchange exchange(PlainStream stream) {
    return new FastCgiExchange(
        stream,
        limits,
        over -> {
          turns.giveBack();
          if (over.isThrough()) {
            keep(stream);
          } else {
            stream.close();
          }
        });
  }

  private synchronized @org.jspecify.annotations.Nullable PlainStream kept() {
    return idle.pollFirst();
  }

  private synchronized void keep(PlainStream stream) {
    if (closed || idle.size() >= limits.idle()) {
      stream.close();
    } else {
      idle.addFirst(stream);
    }
  }

  private String text() {
    return address instanceof InetSocketAddress its
        ? its.getHostString() + ":" + its.getPort()
        : address.toString();
  }

  /** Closes the connections that wait for the next request. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(PlainStream::close);
    idle.clear();
  }
}
