package dev.glasshouse.server.push;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * An event stream (HTML, server-sent events): a topic's events as they come, a comment when there
 * were none for a while, and the end when it is too slow or the topic is closed. Lines end with LF.
 */
final class EventStream extends BodyStream {
  private final Subscription subscription;
  private final TopicLimits limits;
  private byte[] current;
  private int at;
  private boolean over;

  /** One of which nothing was sent. */
  EventStream(Subscription subscription, TopicLimits limits) {
    this.subscription = subscription;
    this.limits = limits;
    // Said at once, so that the client knows that it stands.
    this.current = utf8("retry: " + limits.retry().toMillis() + "\n\n");
  }

  /** An event as it is written: a line for each line of its data. */
  static byte[] written(Event event) {
    var text = new StringBuilder("id: ").append(event.id()).append('\n');
    if (!event.name().equals("message")) {
      text.append("event: ").append(event.name()).append('\n');
    }
    for (String line : event.data().split("\r\n|\r|\n", -1)) {
      text.append("data: ").append(line).append('\n');
    }
    return utf8(text.append('\n').toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Fields trailers() {
    return Fields.EMPTY;
  }

  /** An event or a few of the usual size: thousands of streams wait at once. */
  @Override
  public int room() {
    return 512;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (at == current.length) {
      if (over) {
        return -1;
      }
      next();
    }
    int n = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, n);
    at += n;
    return n;
  }

  private void next() throws IOException {
    at = 0;
    try {
      Optional<Event> event = subscription.take(limits.heartbeat());
      if (event.isPresent()) {
        current = written(event.get());
        subscription.sent(current.length);
      } else if (subscription.ended().isPresent()) {
        over = true;
        current = utf8(": " + subscription.ended().get().reason().name() + "\n\n");
      } else {
        current = utf8(":\n\n");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
