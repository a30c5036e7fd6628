package dev.glasshouse.http.h1;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.LiveContent;
import dev.glasshouse.http.wire.WireBody;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;

/** What happens when a response's body ends, well or not: the journey is told, the place freed. */
final class ResponseEnd implements WireBody.Ending {
  private final Http1Session connection;
  private final Framing framing;
  private final Fields fields;
  private final Trail trail;
  private final boolean stays;
  private final KeepAlive keepAlive;
  private final ClientExchange.Done done;

  /** How often the kernel had been asked about the connection when the exchange began. */
  private final int asked;

  /** When the head had come, by the trail's clock. */
  private final long begin;

  ResponseEnd(
      Http1Session connection,
      Inbound.ResponseHead head,
      Trail trail,
      boolean stays,
      KeepAlive keepAlive,
      ClientExchange.Done done,
      int asked,
      long begin) {
    this.connection = connection;
    this.framing = head.framing();
    this.fields = head.fields();
    this.trail = trail;
    this.stays = stays;
    this.keepAlive = keepAlive;
    this.done = done;
    this.asked = asked;
    this.begin = begin;
  }

  @Override
  public void complete(long bytes, Fields trailers) {
    long now = trail.now();
    connection.connection().tellKernel(trail, asked, now);
    tellEnd(bytes, trailers, true, Because.HAPPENED, now);
    boolean clean = true;
    if (connection.inbox().poll() instanceof Inbound.Broken(HttpException after)) {
      clean = false;
      if (after instanceof ViolationException violation && trail.on()) {
        connection.tell(trail, violation);
      }
    }
    boolean keep = connection.keepFor(keepAlive) && stays && clean;
    if (!keep) {
      connection.drop();
    }
    done.free(keep);
  }

  @Override
  public void broken(long bytes, HttpException problem) {
    connection.drop();
    tellEnd(bytes, Fields.EMPTY, false, problem.because(), trail.now());
    tellFailure(connection, trail, problem);
    done.free(false);
  }

  @Override
  public void givenUp(long bytes) {
    connection.drop();
    tellEnd(bytes, Fields.EMPTY, false, Because.of(HttpReason.GIVEN_UP), trail.now());
    done.free(false);
  }

  @Override
  public boolean isLive() {
    return LiveContent.is(fields);
  }

  private void tellEnd(long bytes, Fields trailers, boolean complete, Because because, long end) {
    if (trail.on()) {
      trail.add(
          begin,
          end,
          new HttpStep.ResponseEnded(
              connection.connection().number(),
              bytes,
              framing.text(),
              complete,
              Texts.lines(trailers)),
          because,
          Source.MEASURED);
    }
  }

  /** Tells a journey how an exchange failed: what the peer did, or which limit fired. */
  static void tellFailure(Http1Session connection, Trail trail, Exception problem) {
    if (!trail.on()) {
      return;
    }
    Because because = Because.HAPPENED;
    if (problem instanceof HttpException its) {
      because = its.because();
    }
    if (problem instanceof ViolationException violation) {
      connection.tell(trail, violation);
    }
    if (problem instanceof LimitException limit) {
      trail.mark(limit.step("connection " + connection.connection().number()), because);
    }
    trail.mark(
        new HttpStep.ExchangeFailed(connection.connection().number(), Texts.of(problem)), because);
  }
}
