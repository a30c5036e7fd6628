package dev.glasshouse.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A handler that looks for the request's content only when its answer's head is out. */
public final class LateAsking {
  private LateAsking() {}

  /** Says "late", behind a look at the request's content that does not wait for it. */
  public static Response answer(Request request) throws IOException {
    BodyStream content = request.body().open();
    var said = new ByteArrayInputStream("late".getBytes(StandardCharsets.US_ASCII));
    return Response.of(Status.OK)
        .with(
            Body.streaming(
                new BodyStream() {
                  @Override
                  public int read(byte[] into, int offset, int length) throws IOException {
                    int _ = content.readNow(new byte[16], 0, 16);
                    return said.read(into, offset, length);
                  }

                  @Override
                  public Fields trailers() {
                    return Fields.EMPTY;
                  }
                }));
  }
}
