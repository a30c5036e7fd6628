package dev.glasshouse.dns.cache;

import java.util.Arrays;
import java.util.Optional;

/**
 * Answers as they were sent, ready to be sent again: the message's bytes with the places of its
 * TTLs. Who serves from here decodes nothing; id, flags, the name's case and TTLs are patched (see
 * {@link dev.glasshouse.dns.wire.Patch}).
 */
public final class AnswerCache {

  /**
   * What an answer answers: the question's bytes in lower case (name, type, class), and how it was
   * asked.
   */
  public static final class Key {
    private final byte[] question;
    private final int hash;

    /**
     * A key.
     *
     * @param question name in lower case, type and class, and a byte for how it was asked; not
     *     copied
     */
    public Key(byte[] question) {
      this.question = question;
      this.hash = Arrays.hashCode(question);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.hash == hash && Arrays.equals(key.question, question);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * A stored answer.
   *
   * @param message without OPT; not to be changed
   * @param ttls where its TTLs stand
   * @param error the code of the extended error that goes with it (RFC 8914); -1 for none
   * @param text what that says more; may be empty
   * @param stored when it was stored, on the monotonic clock, nanoseconds
   * @param expires until when it may be sent
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(
      byte[] message, int[] ttls, int error, String text, long stored, long expires) {

    /** Whether it may still be sent. */
    public boolean holds(long now) {
      return now - expires < 0;
    }

    /** Whether less than a tenth of its time is left. */
    public boolean soonOver(long now) {
      return (expires - now) * 10 <= expires - stored;
    }

    int weight() {
      return message.length + 4 * ttls.length + text.length() + 160;
    }
  }

  private final BoundedCache<Key, Stored> answers;

  /**
   * An empty cache.
   *
   * @param bytes how much it holds
   */
  public AnswerCache(long bytes) {
    this.answers = new BoundedCache<>(bytes, Stored::weight);
  }

  /** The answer under a key, if it may still be sent. */
  public Optional<Stored> get(Key key, long now) {
    return answers.get(key).filter(s -> s.holds(now));
  }

  /** Keeps an answer. */
  public void put(Key key, Stored answer) {
    answers.put(key, answer);
  }

  /** Forgets everything. */
  public void clear() {
    answers.clear();
  }

  /** How many answers there are, about. */
  public long size() {
    return answers.size();
  }

  /** How many bytes they take, about. */
  public long weight() {
    return answers.weight();
  }
}
