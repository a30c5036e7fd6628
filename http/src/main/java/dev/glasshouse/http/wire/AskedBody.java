package dev.glasshouse.http.wire;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import java.io.IOException;

/**
 * The body of a request on a stream, for the handler: asks for it first where the client waits to
 * be asked (RFC 9110 10.1.1). What is not read of it is given up once the answer is out.
 */
public final class AskedBody extends BodyStream {
  private final WireBody wire;
  private final OneReader reader;
  private final Asking asking;
  private boolean mustAsk;

  /** Asks for the body. */
  @FunctionalInterface
  public interface Asking {
    /** 100 (Continue) goes out. */
    void ask() throws HttpException;
  }

  /**
   * A body that was not asked for.
   *
   * @param fields those of the request's head
   */
  public AskedBody(WireBody wire, Fields fields, Asking asking) {
    this.wire = wire;
    this.reader = new OneReader(wire);
    this.asking = asking;
    this.mustAsk = fields.hasElement("Expect", "100-continue");
  }

  @Override
  public Fields trailers() {
    return wire.trailers();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    reader.take();
    try {
      ask();
      int n = wire.read(into, offset, length);
      reader.stillWanted();
      return n;
    } finally {
      reader.handBack();
    }
  }

  private void ask() throws HttpException {
    if (mustAsk) {
      mustAsk = false;
      asking.ask();
    }
  }

  @Override
  public boolean tellsMore() {
    return wire.tellsMore();
  }

  @Override
  public int readNow(byte[] into, int offset, int length) throws IOException {
    reader.take();
    try {
      ask();
      wire.unwaiting();
      int n = wire.readNow(into, offset, length);
      reader.stillWanted();
      return n;
    } finally {
      reader.handBack();
    }
  }

  @Override
  public void whenMore(Runnable told) {
    wire.whenMore(told);
  }

  /** The answer is out: whoever still reads gets nothing more. Before what is left is let go of. */
  public void stop() {
    reader.over();
  }

  /** The answer is out: frees what was taken and not read, once nobody reads it. */
  public void free() {
    reader.free();
  }

  @Override
  public void close() {
    // What is left is given up once the answer is out.
  }
}
