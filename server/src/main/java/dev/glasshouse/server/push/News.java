package dev.glasshouse.server.push;

import java.util.List;

/**
 * What a topic has to tell after an event that somebody knows.
 *
 * @param events the events, in order
 * @param whole whether these are all; else the oldest of them are no longer kept
 * @param last the number of the newest event there is; 0 where there is none
 */
public record News(List<Event> events, boolean whole, long last) {
  /** Copies the list. */
  public News {
    events = List.copyOf(events);
  }
}
