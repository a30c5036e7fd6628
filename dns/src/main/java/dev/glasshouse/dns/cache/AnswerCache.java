package dev.glasshouse.dns.cache;

import dev.glasshouse.dns.wire.NameBytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers as they were sent, ready to be sent again: the message's bytes with the places of its
 * TTLs. Who serves from here decodes nothing; id, flags, the name's case and TTLs are patched (see
 * {@link dev.glasshouse.dns.wire.Patch}). Any thread may ask.
 */
public final class AnswerCache {

  /**
   * What an answer answers: the question's bytes in lower case (name, type, class), and how it was
   * asked. One that is used again for each question, by one thread, finds without leaving garbage;
   * under {@link #kept} answers are stored.
   */
  public static final class Key {
    private byte[] question;
    private int length;
    private int hash;

    private Key(byte[] question, int length, int hash) {
      this.question = question;
      this.length = length;
      this.hash = hash;
    }

    /** A key to find with. */
    public static Key reusable() {
      return new Key(new byte[NameBytes.LONGEST + 5], 0, 0);
    }

    /** The key of some bytes, which are not copied. */
    public static Key of(byte[] question) {
      return new Key(question, question.length, hash(question, question.length));
    }

    /**
     * Makes it the key of a question.
     *
     * @param message where the question stands, name, type and class, without fault
     * @param how a byte for how it was asked
     */
    public Key set(byte[] message, int from, int end, int how) {
      length = end - from + 1;
      System.arraycopy(message, from, question, 0, end - from);
      NameBytes.lower(question, 0, end - from - 4);
      question[length - 1] = (byte) how;
      hash = hash(question, length);
      return this;
    }

    /** The same, which stays as it is. */
    public Key kept() {
      return new Key(Arrays.copyOf(question, length), length, hash);
    }

    private static int hash(byte[] bytes, int length) {
      int hash = 1;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + bytes[i];
      }
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.hash == hash
          && Arrays.equals(key.question, 0, key.length, question, 0, length);
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

    /** With its key, which has the question once more, and what the cache itself needs. */
    int weight() {
      return 2 * message.length + 4 * ttls.length + text.length() + 180;
    }
  }

  // Of two loops that ask at once, one seldom waits for the other. A power of two.
  private static final int PARTS = 16;

  /** Some of the answers. */
  private static final class Part {
    private final BoundedCache<Key, Stored> answers;

    Part(long bytes) {
      this.answers = new BoundedCache<>(bytes, Stored::weight);
    }

    synchronized Optional<Stored> get(Key key) {
      return answers.get(key);
    }

    synchronized void put(Key key, Stored answer) {
      answers.put(key, answer);
    }

    synchronized void clear() {
      answers.clear();
    }

    synchronized int size() {
      return answers.size();
    }

    synchronized long weight() {
      return answers.weight();
    }
  }

  private final Part[] parts = new Part[PARTS];

  /**
   * An empty cache.
   *
   * @param bytes how much it holds
   */
  public AnswerCache(long bytes) {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(bytes / PARTS);
    }
  }

  /** Where a key's answer is: by bits of its hash that the part's own table does not look at. */
  private Part part(Key key) {
    return parts[(key.hash ^ key.hash >>> 15) * 0x2c1b3c6d >>> 28];
  }

  /** The answer under a key, if it may still be sent. */
  public Optional<Stored> get(Key key, long now) {
    return part(key).get(key).filter(s -> s.holds(now));
  }

  /** Keeps an answer. */
  public void put(Key key, Stored answer) {
    part(key).put(key, answer);
  }

  /** Forgets everything. */
  public void clear() {
    for (Part part : parts) {
      part.clear();
    }
  }

  /** How many answers there are. */
  public long size() {
    long all = 0;
    for (Part part : parts) {
      all += part.size();
    }
    return all;
  }

  /** How many bytes they take, about. */
  public long weight() {
    long all = 0;
    for (Part part : parts) {
      all += part.weight();
    }
    return all;
  }
}
