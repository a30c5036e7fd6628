package dev.glasshouse.server.push;

/**
 * One piece of news of a topic.
 *
 * @param id its number in the topic, from 1 on
 * @param name what kind of news it is; a word
 * @param data what it says; of any number of lines
 */
public record Event(long id, String name, String data) {
  /** Line breaks in a name would make other fields of it. */
  public Event {
    if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("a name of several lines");
    }
  }
}
