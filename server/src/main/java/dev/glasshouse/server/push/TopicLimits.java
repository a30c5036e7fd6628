package dev.glasshouse.server.push;

import java.time.Duration;

/**
 * Limits of a topic.
 *
 * @param history events that are kept for who comes late: 1,000
 * @param waiters requests that may wait for news at once: 60,000; the next is refused with 503
 * @param subscribers who may listen at once: 10,000
 * @param queue events that may wait for one subscriber: 256; then it is told that it is too slow,
 *     and dropped
 * @param waiting how long a request waits for news at most: 25 s, shorter than proxies in between
 *     have patience for
 * @param heartbeat how long an event stream is silent at most: 15 s
 * @param retry after what time a client comes again to an event stream that broke off: 2 s
 */
public record TopicLimits(
    int history,
    int waiters,
    int subscribers,
    int queue,
    Duration waiting,
    Duration heartbeat,
    Duration retry) {
  /** What holds where nobody says otherwise. */
  public static final TopicLimits USUAL =
      new TopicLimits(
          1000,
          60_000,
          10_000,
          256,
          Duration.ofSeconds(25),
          Duration.ofSeconds(15),
          Duration.ofSeconds(2));

  /** The same with other patience. */
  public TopicLimits waiting(Duration news, Duration silence) {
    return new TopicLimits(history, waiters, subscribers, queue, news, silence, retry);
  }

  /** The same with room for so many. */
  public TopicLimits holding(int waitersMost, int subscribersMost, int queueMost) {
    return new TopicLimits(
        history, waitersMost, subscribersMost, queueMost, waiting, heartbeat, retry);
  }

  /** The same with so many events kept. */
  public TopicLimits keeping(int events) {
    return new TopicLimits(events, waiters, subscribers, queue, waiting, heartbeat, retry);
  }
}
