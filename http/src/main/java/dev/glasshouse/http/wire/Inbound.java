package dev.glasshouse.http.wire;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Framing;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Status;
import io.netty.buffer.ByteBuf;

/** What comes in on an HTTP/1 connection or on a stream, as the thread that serves it takes it. */
public sealed interface Inbound {
  /** The first byte of a head. */
  record Begun() implements Inbound {}

  /** A request's head. */
  record RequestHead(
      HttpVersion version, String method, String target, Fields fields, long bytes, Framing framing)
      implements Inbound {}

  /** A response's head. */
  record ResponseHead(
      HttpVersion version, Status status, String reason, Fields fields, long bytes, Framing framing)
      implements Inbound {}

  /** Some content; who takes it releases it. */
  record Data(ByteBuf bytes) implements Inbound {}

  /** The end of a message. */
  record End(Fields trailers) implements Inbound {}

  /** Nothing more can come. */
  record Broken(HttpException problem) implements Inbound {}

  /** Nothing came in time. */
  record Nothing() implements Inbound {}

  Inbound BEGUN = new Begun();
  Inbound NOTHING = new Nothing();
}
