package dev.glasshouse.http.h2;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Field;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.wire.ClientStream;
import dev.glasshouse.http.wire.Inbox;
import dev.glasshouse.http.wire.Urgency;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.Trail;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One stream of a client's session: one that it opens itself, or one that the server promised. */
final class Http2ClientStream implements ClientStream {
  private final Http2Session session;
  private final Http2Stream stream;
  private final boolean pushed;

  /** How often the kernel had been asked about the connection when this began. */
  private final int asked;

  private Http2ClientStream(Http2Session session, Http2Stream stream, boolean pushed) {
    this.session = session;
    this.stream = stream;
    this.pushed = pushed;
    this.asked = session.connection().timesAsked();
  }

  /** A stream that is to be opened. */
  static Http2ClientStream toOpen(Http2Session session, Http2Stream stream, Urgency urgency) {
    stream.count();
    stream.urgency(urgency);
    return new Http2ClientStream(session, stream, false);
  }

  /** A stream that carries what the server has pushed. */
  static Http2ClientStream pushed(Http2Session session, Http2Stream stream) {
    return new Http2ClientStream(session, stream, true);
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_2;
  }

  @Override
  public long connection() {
    return session.number();
  }

  @Override
  public long id() {
    return stream.id();
  }

  @Override
  public boolean isPushed() {
    return pushed;
  }

  @Override
  public boolean tellsFaults() {
    return true;
  }

  @Override
  public Inbox inbox() {
    return stream.inbox();
  }

  @Override
  public void open(List<Field> fields, boolean end, Runnable opened) {
    session.open(stream, fields, end, opened);
  }

  @Override
  public void send(byte[] bytes, int length, Deadline deadline, BooleanSupplier enough)
      throws HttpException {
    stream.send(bytes, length, deadline, enough);
  }

  @Override
  public void finish(List<Field> trailers) {
    stream.finish(trailers);
  }

  @Override
  public void cancel(Because why) {
    session
        .endpoint()
        .executeAnyway(() -> session.endpoint().reset(stream, Http2Error.CANCEL, why));
  }

  @Override
  public void answered() {
    if (!stream.isOver()) {
      cancel(Because.of(StreamReason.NO_NEED_OF_REST));
    }
  }

  @Override
  public Duration waited() {
    return stream.waited();
  }

  @Override
  public boolean staying() {
    return session.isStaying();
  }

  @Override
  public void report(Trail trail, long now) {
    session.connection().reportKernel(trail, asked, now, "response ended");
  }
}
