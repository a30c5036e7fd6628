package dev.glasshouse.server.push;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.journey.Because;
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

  /** Whether there was nothing for as long as a stream is silent at most. */
  private volatile boolean silent;

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

  @Override
  public boolean isPrompt() {
    return true;
  }

  @Override
  public boolean isPatient() {
    return true;
  }

  @Override
  public int readNow(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (at == current.length) {
      if (over) {
        return -1;
      }
      Optional<Event> event = subscription.poll();
      if (event.isEmpty() && subscription.ended().isEmpty() && !silent) {
        return 0;
      }
      next(event);
    }
    return copied(into, offset, length);
  }

  @Override
  public void whenMore(Runnable told) {
    subscription.whenNews(
        limits.heartbeat(),
        news -> {
          silent = !news;
          told.run();
        });
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
      try {
        next(subscription.take(limits.heartbeat()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
    return copied(into, offset, length);
  }

  private int copied(byte[] into, int offset, int length) {
    int n = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, n);
    at += n;
    return n;
  }

  /** An event, or what is said where there is none. */
  private void next(Optional<Event> event) {
    at = 0;
    silent = false;
    Optional<Because> ended = subscription.ended();
    if (event.isPresent()) {
      current = written(event.get());
      subscription.sent(current.length);
    } else if (ended.isPresent()) {
      over = true;
      current = utf8(": " + ended.get().reason().name() + "\n\n");
    } else {
      current = utf8(":\n\n");
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
