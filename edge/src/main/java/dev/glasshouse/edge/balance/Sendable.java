package dev.glasshouse.edge.balance;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import java.io.IOException;
import java.util.Optional;

/**
 * A request that can be sent several times, as far as its content allows: small content is kept; of
 * other content it is known whether any was taken.
 */
final class Sendable {
  private final Request request;
  private final Optional<BodyStream> once;
  private volatile boolean begun;

  private Sendable(Request request, Optional<BodyStream> once) {
    this.request = request;
    this.once = once;
  }

  /**
   * A request whose content was not touched.
   *
   * @param most bytes of content that are kept; content that the client holds back until it is
   *     asked for is not
   * @throws IOException when the client's content cannot be read
   */
  static Sendable of(Request request, int most) throws IOException {
    Body body = request.body();
    if (body.isReplayable()) {
      return new Sendable(request, Optional.empty());
    }
    boolean small = body.length().orElse(Long.MAX_VALUE) <= most;
    if (small && request.method().isIdempotent() && !request.fields().has("Expect")) {
      try (BodyStream in = body.open()) {
        return new Sendable(request.with(Body.of(in.readAllBytes())), Optional.empty());
      }
    }
    return new Sendable(request, Optional.of(body.open()));
  }

  /** Whether it can be sent from its start. */
  boolean there() {
    return once.isEmpty() || !begun;
  }

  /** The request for one try. */
  Request request() {
    return once.map(in -> request.with(Body.streaming(new Once(in), request.body().length())))
        .orElse(request);
  }

  /** The content, which stays open when a try fails before any was taken. */
  private final class Once extends BodyStream {
    private final BodyStream in;

    Once(BodyStream in) {
      this.in = in;
    }

    @Override
    public Fields trailers() {
      return in.trailers();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      begun = true;
      return in.read(into, offset, length);
    }

    @Override
    public boolean tellsMore() {
      return in.tellsMore();
    }

    @Override
    public int readNow(byte[] into, int offset, int length) throws IOException {
      int n = in.readNow(into, offset, length);
      begun |= n != 0;
      return n;
    }

    @Override
    public void whenMore(Runnable told) {
      in.whenMore(told);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    /** Nothing: who answers the client sees to the rest. */
    @Override
    public void close() {}
  }
}
