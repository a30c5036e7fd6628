package dev.glasshouse.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Undoes gzip (RFC 1952): any number of members one after the other; checksums and sizes are
 * checked; what comes after the last member and is none is left out, as browsers do. Gives out what
 * is decoded as soon as it is.
 */
final class GzipDecoder extends InputStream {
  private static final int TEXT_LIMIT = 64 * 1024;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[8192];
  private int at;
  private int end;
  private boolean insideMember;
  private boolean first = true;
  private boolean done;

  GzipDecoder(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!done) {
      if (!insideMember && !header()) {
        done = true;
        break;
      }
      int n = inflate(into, offset, length);
      if (n > 0) {
        crc.update(into, offset, n);
        return n;
      }
      if (inflater.finished()) {
        at = end - inflater.getRemaining();
        trailer();
        insideMember = false;
      } else if (inflater.needsDictionary()) {
        throw new ZipException("it needs a dictionary");
      } else {
        fill();
        inflater.setInput(buffer, at, end - at);
      }
    }
    return -1;
  }

  private int inflate(byte[] into, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(into, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage() == null ? "invalid data" : e.getMessage());
    }
  }

  /** Reads a member's header; false where no member begins. */
  private boolean header() throws IOException {
    if (!first && at == end && !more()) {
      return false;
    }
    boolean magic = next() == 0x1f;
    magic = magic && (first || at < end || more()) && next() == 0x8b;
    if (!magic) {
      if (first) {
        throw new ZipException("it does not begin as gzip does");
      }
      return false;
    }
    first = false;
    if (next() != 8) {
      throw new ZipException("unknown compression method");
    }
    int flags = next();
    skip(6);
    if ((flags & 0xe0) != 0) {
      throw new ZipException("reserved flags are set");
    }
    if ((flags & 4) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & 8) != 0) {
      skipText();
    }
    if ((flags & 16) != 0) {
      skipText();
    }
    if ((flags & 2) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    crc.reset();
    insideMember = true;
    return true;
  }

  private void trailer() throws IOException {
    long sum = word();
    long size = word();
    if (sum != crc.getValue()) {
      throw new ZipException("the checksum is wrong");
    }
    if (size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("the size is wrong");
    }
  }

  private long word() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int n) throws IOException {
    for (int i = 0; i < n; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    for (int i = 0; next() != 0; i++) {
      if (i == TEXT_LIMIT) {
        throw new ZipException("a text in the header has no end");
      }
    }
  }

  private int next() throws IOException {
    if (at == end) {
      fill();
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException {
    if (!more()) {
      throw new EOFException("unexpected end");
    }
  }

  private boolean more() throws IOException {
    int n = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(n, 0);
    return n > 0;
  }

  @Override
  public void close() throws IOException {
    done = true;
    inflater.end();
    in.close();
  }
}
