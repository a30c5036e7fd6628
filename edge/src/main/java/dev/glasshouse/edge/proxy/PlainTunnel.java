package dev.glasshouse.edge.proxy;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.PlainStream;
import java.io.IOException;
import java.time.Duration;

/** A connection that was made for a tunnel, and never spoke HTTP. */
final class PlainTunnel implements Tunnel {
  private final PlainStream stream;

  PlainTunnel(PlainStream stream) {
    this.stream = stream;
  }

  /** That of the side where there is HTTP is told instead. */
  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public BodyStream in() {
    return new BodyStream() {
      @Override
      public Fields trailers() {
        return Fields.EMPTY;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return stream.read(into, offset, length);
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  @Override
  public void patience(Duration longest) {
    stream.patience(longest);
  }

  @Override
  public void send(byte[] bytes, int offset, int length) throws HttpException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      var gone = new CancelledException(Because.of(HttpReason.GIVEN_UP));
      gone.initCause(e);
      throw gone;
    }
  }

  @Override
  public void end() {
    try {
      stream.endOutput();
    } catch (IOException _) {
      // The other side has gone, which reading tells.
    }
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public Trail trail() {
    return Trail.OFF;
  }
}
