package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import java.io.IOException;

/**
 * A client's content on its way to a server, without the trailers that do not go on. Keeps apart
 * what the client does wrong from what the server does.
 */
final class PassedBody extends BodyStream {
  private final BodyStream in;

  PassedBody(BodyStream in) {
    this.in = in;
  }

  /** The client broke its content off, or broke a rule in it. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(HttpException cause) {
      super(cause.getMessage(), cause);
    }
  }

  @Override
  public Fields trailers() {
    return PassedFields.trailers(in.trailers());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return in.read(into, offset, length);
    } catch (HttpException e) {
      throw new Broken(e);
    }
  }

  @Override
  public boolean tellsMore() {
    return in.tellsMore();
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws IOException {
    try {
      return in.readNow(into, offset, length);
    } catch (HttpException e) {
      throw new Broken(e);
    }
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
