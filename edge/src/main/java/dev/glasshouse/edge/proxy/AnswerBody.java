package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;

/** A server's content on its way to the client, without the trailers that do not go on. */
final class AnswerBody extends BodyStream {
  private final BodyStream in;

  AnswerBody(BodyStream in) {
    this.in = in;
  }

  @Override
  public Fields trailers() {
    return PassedFields.trailers(in.trailers());
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return in.read(into, offset, length);
  }

  @Override
  public boolean isPrompt() {
    return in.isPrompt();
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws IOException {
    return in.readNow(into, offset, length);
  }

  @Override
  public void whenMore(Runnable told) {
    in.whenMore(told);
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void cancel() {
    in.cancel();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
