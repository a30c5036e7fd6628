package dev.glasshouse.http;

import java.util.OptionalLong;

/** How the end of a message's content is found (RFC 9112 6.3, RFC 9113 8.1, RFC 9114 4.1). */
public sealed interface Framing {
  /** There is no content, whatever the fields say. */
  record None() implements Framing {
    @Override
    public String text() {
      return "none";
    }
  }

  /** Content-Length. */
  record Length(long bytes) implements Framing {
    @Override
    public String text() {
      return "content-length";
    }
  }

  /** The chunked transfer coding. */
  record Chunked() implements Framing {
    @Override
    public String text() {
      return "chunked";
    }
  }

  /** The end of the connection; responses only. */
  record UntilClose() implements Framing {
    @Override
    public String text() {
      return "until-close";
    }
  }

  /**
   * The end of the stream, in HTTP/2 and 3.
   *
   * @param length what Content-Length says; the version's own end counts
   */
  record EndOfStream(OptionalLong length) implements Framing {
    @Override
    public String text() {
      return "end-of-stream";
    }
  }

  Framing NONE = new None();
  Framing CHUNKED = new Chunked();
  Framing UNTIL_CLOSE = new UntilClose();

  /** As the journey writes it. */
  String text();
}
