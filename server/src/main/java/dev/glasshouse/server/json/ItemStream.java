package dev.glasshouse.server.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** An array in JSON, written as it is read: items are asked for when their turn has come. */
final class ItemStream extends InputStream {
  /** Bytes that are made at once, about: as many as go out at once. */
  private static final int PIECE = 16 * 1024;

  private final JsonMapper mapper;
  private final Iterator<?> items;
  private final Runnable whenClosed;
  private byte[] piece = {'['};
  private int at;
  private boolean first = true;
  private boolean ended;
  private boolean closed;

  ItemStream(JsonMapper mapper, Iterator<?> items, Runnable whenClosed) {
    this.mapper = mapper;
    this.items = items;
    this.whenClosed = whenClosed;
  }

  private boolean fill() throws IOException {
    if (at < piece.length) {
      return true;
    }
    if (ended) {
      return false;
    }
    var out = new ByteArrayOutputStream(PIECE + PIECE / 4);
    try {
      while (out.size() < PIECE && items.hasNext()) {
        if (!first) {
          out.write(',');
        }
        first = false;
        out.writeBytes(mapper.writeValueAsBytes(items.next()));
      }
    } catch (JacksonException e) {
      throw new IOException("an item cannot be written as JSON", e);
    }
    if (out.size() < PIECE) {
      out.write(']');
      ended = true;
    }
    piece = out.toByteArray();
    at = 0;
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, offset, n);
    at += n;
    return n;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }
}
