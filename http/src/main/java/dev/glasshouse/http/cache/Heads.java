package dev.glasshouse.http.cache;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.Stored;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.OptionalLong;

/** How an entry, without its body, is written on disk. */
final class Heads {
  private static final int FORMAT = 1;

  private Heads() {}

  /**
   * What is written of an entry.
   *
   * @param key what it is kept by
   * @param version the version of HTTP that it came in
   * @param stored what the rules know of it
   */
  record Head(CacheKey key, HttpVersion version, Stored stored) {
    static Head of(Entry entry) {
      return new Head(entry.key(), entry.version(), entry.stored());
    }
  }

  static byte[] write(Head head) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      text(out, head.key().partition());
      out.writeBoolean(head.key().credentials());
      text(out, head.key().url());
      text(out, head.version().name());
      Stored stored = head.stored();
      out.writeShort(stored.status().code());
      text(out, stored.reason());
      fields(out, stored.fields());
      fields(out, stored.selecting());
      moment(out, stored.requestTime());
      moment(out, stored.responseTime());
      out.writeLong(stored.part().first());
      out.writeLong(stored.part().end());
      out.writeLong(stored.part().total().orElse(-1));
      out.writeLong(stored.took().toNanos());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void fields(DataOutputStream out, Fields fields) throws IOException {
    out.writeInt(fields.size());
    for (Field field : fields) {
      text(out, field.name());
      text(out, field.value());
    }
  }

  private static void moment(DataOutputStream out, Instant moment) throws IOException {
    out.writeLong(moment.getEpochSecond());
    out.writeInt(moment.getNano());
  }

  /**
   * Reads a head.
   *
   * @throws IOException when it is none
   */
  static Head read(byte[] bytes, int offset, int length) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
      if (in.readByte() != FORMAT) {
        throw new IOException("another format");
      }
      String partition = text(in);
      boolean credentials = in.readBoolean();
      var key = new CacheKey(partition, credentials, text(in));
      HttpVersion version = HttpVersion.valueOf(text(in));
      var status = new Status(in.readUnsignedShort());
      String reason = text(in);
      Fields fields = fields(in);
      Fields selecting = fields(in);
      Instant requestTime = moment(in);
      Instant responseTime = moment(in);
      long first = in.readLong();
      long end = in.readLong();
      long total = in.readLong();
      var part = new Part(first, end, total < 0 ? OptionalLong.empty() : OptionalLong.of(total));
      Duration took = Duration.ofNanos(in.readLong());
      return new Head(
          key,
          version,
          Stored.of(status, reason, fields, selecting, requestTime, responseTime, part, took));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException("not an entry: " + e.getMessage(), e);
    }
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text that is too long");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static Fields fields(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available()) {
      throw new IOException("too many fields");
    }
    var fields = new ArrayList<Field>(count);
    for (int i = 0; i < count; i++) {
      fields.add(new Field(text(in), text(in)));
    }
    return Fields.copyOf(fields);
  }

  private static Instant moment(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
