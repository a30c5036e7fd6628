package dev.glasshouse.dns.cache;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.NameBytes;
import dev.glasshouse.dns.wire.Patch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Answers as they were sent, ready to be sent again: the message's bytes with the places of its
 * TTLs, in a {@link ByteCache}. Who serves from here decodes nothing; id, flags, the name's case
 * and TTLs are patched (see {@link Patch}). Any thread may ask.
 *
 * <p>A message's question is its key, and is held once: the message's header and what stands behind
 * its question are the value.
 */
public final class AnswerCache {
  private static final int HEADER = 12;

  /**
   * What an answer answers: the question's bytes in lower case (name, type, class), and how it was
   * asked. It is used again for each question, by one thread, and leaves no garbage.
   */
  public static final class Key {
    private final byte[] question = new byte[NameBytes.LONGEST + 5];
    private int length;

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
      return this;
    }

    private int questionLength() {
      return length - 1;
    }

    /** Whether a message asks this, letter case apart. */
    private boolean isOf(byte[] message) {
      int name = questionLength() - 4;
      int end = HEADER + questionLength();
      for (int i = 0; i < name && HEADER + i < message.length; i++) {
        int its = message[HEADER + i];
        if ((its >= 'A' && its <= 'Z' ? its + 'a' - 'A' : its) != question[i]) {
          return false;
        }
      }
      return message.length >= end
          && Arrays.equals(message, HEADER + name, end, question, name, name + 4);
    }
  }

  /**
   * An answer to be stored.
   *
   * @param message without OPT
   * @param ttls where its TTLs stand
   * @param error the code of the extended error that goes with it (RFC 8914); -1 for none
   * @param text what that says more; may be empty
   * @param stored when it is stored, on the monotonic clock, nanoseconds
   * @param expires until when it may be sent
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stored(
      byte[] message, int[] ttls, int error, String text, long stored, long expires) {}

  /** A stored answer's copy, to be made fit a question. It is used again, by one thread. */
  public static final class Copy {
    private static final int ROOM = 2048;

    private byte[] message = new byte[ROOM];
    private int length;
    private int[] ttls = new int[16];
    private int ttlCount;
    private int error;
    private String text = "";
    private long stored;
    private long expires;

    /** The message, with room for so many bytes more. */
    public byte[] message(int more) {
      if (message.length - length < more) {
        message = Arrays.copyOf(message, length + more);
      }
      return message;
    }

    /** How long the message is. */
    public int length() {
      return length;
    }

    /** The code of the extended error that goes with it; -1 for none. */
    public int error() {
      return error;
    }

    /** What that says more; may be empty. */
    public String text() {
      return text;
    }

    /** Whether less than a tenth of its time is left. */
    public boolean soonOver(long now) {
      return (expires - now) * 10 <= expires - stored;
    }

    /** Takes off the TTLs what time has passed since it was stored. */
    public void age(long now) {
      Patch.age(message, ttls, ttlCount, (int) ((now - stored) / 1_000_000_000), 0);
    }

    private void takeIn(Key key, ByteCache.Value value) {
      byte[] bytes = value.bytes();
      int at = value.from();
      stored = Bytes.i64(bytes, at + STORED);
      expires = Bytes.i64(bytes, at + EXPIRES);
      error = Bytes.i32(bytes, at + ERROR);
      int textLength = Bytes.u16(bytes, at + TEXT_LENGTH);
      ttlCount = Bytes.u16(bytes, at + TTL_COUNT);
      if (ttls.length < ttlCount) {
        ttls = new int[2 * ttlCount];
      }
      at += TTLS;
      for (int i = 0; i < ttlCount; i++, at += 2) {
        ttls[i] = Bytes.u16(bytes, at);
      }
      text = textLength == 0 ? "" : new String(bytes, at, textLength, StandardCharsets.UTF_8);
      at += textLength;
      int rest = value.end() - at - HEADER;
      length = 0;
      byte[] to = message(HEADER + key.questionLength() + rest);
      System.arraycopy(bytes, at, to, 0, HEADER);
      System.arraycopy(key.question, 0, to, HEADER, key.questionLength());
      System.arraycopy(bytes, at + HEADER, to, HEADER + key.questionLength(), rest);
      length = HEADER + key.questionLength() + rest;
    }
  }

  // Where things stand in a value; behind the places of TTLs come text and message.
  private static final int STORED = 0;
  private static final int EXPIRES = 8;
  private static final int ERROR = 16;
  private static final int TEXT_LENGTH = 20;
  private static final int TTL_COUNT = 22;
  private static final int TTLS = 24;

  // Of two loops that ask at once, one seldom waits for the other. A power of two.
  private static final int PARTS = 16;

  /** Some of the answers. */
  private static final class Part {
    private final ByteCache answers;
    private final ByteCache.Value value = new ByteCache.Value();

    Part(long bytes, KeyHash hash) {
      this.answers = new ByteCache(bytes, hash);
    }

    synchronized boolean get(int hash, Key key, long now, Copy into) {
      if (!answers.get(hash, key.question, key.length, value)
          || now - Bytes.i64(value.bytes(), value.from() + EXPIRES) >= 0) {
        return false;
      }
      into.takeIn(key, value);
      return true;
    }

    synchronized void put(int hash, Key key, Stored answer) {
      byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
      int head = TTLS + 2 * answer.ttls().length + text.length;
      byte[] message = answer.message();
      int behind = HEADER + key.questionLength();
      int length = head + message.length - key.questionLength();
      if (!answers.put(hash, key.question, key.length, length, value)) {
        return;
      }
      byte[] to = value.bytes();
      int at = value.from();
      Bytes.put64(to, at + STORED, answer.stored());
      Bytes.put64(to, at + EXPIRES, answer.expires());
      Bytes.put32(to, at + ERROR, answer.error());
      Bytes.put16(to, at + TEXT_LENGTH, text.length);
      Bytes.put16(to, at + TTL_COUNT, answer.ttls().length);
      for (int i = 0; i < answer.ttls().length; i++) {
        Bytes.put16(to, at + TTLS + 2 * i, answer.ttls()[i]);
      }
      System.arraycopy(text, 0, to, at + head - text.length, text.length);
      System.arraycopy(message, 0, to, at + head, HEADER);
      System.arraycopy(message, behind, to, at + head + HEADER, message.length - behind);
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

  private final KeyHash hash = KeyHash.secret();
  private final Part[] parts = new Part[PARTS];

  /**
   * An empty cache.
   *
   * @param bytes how much it holds
   */
  public AnswerCache(long bytes) {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(bytes / PARTS, hash);
    }
  }

  /** Where answers with a hash are: by bits that the part itself does not look at. */
  private Part part(long hash) {
    return parts[(int) (hash >>> 60)];
  }

  /**
   * Copies the answer under a key, if it may still be sent.
   *
   * @return whether there is one
   */
  public boolean get(Key key, long now, Copy into) {
    long its = hash.of(key.question, key.length);
    return part(its).get((int) its, key, now, into);
  }

  /** Keeps an answer, if it is to the key's question. */
  public void put(Key key, Stored answer) {
    if (key.isOf(answer.message())) {
      long its = hash.of(key.question, key.length);
      part(its).put((int) its, key, answer);
    }
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

  /** How many bytes they take, with all that the cache itself needs. */
  public long weight() {
    long all = 0;
    for (Part part : parts) {
      all += part.weight();
    }
    return all;
  }
}
