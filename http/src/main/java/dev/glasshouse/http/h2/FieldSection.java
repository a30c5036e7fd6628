package dev.glasshouse.http.h2;

import dev.glasshouse.http.Field;
import io.netty.handler.codec.EmptyHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A field section as Netty's HPACK takes and gives it: the lines in their order, and nothing looked
 * up. Beyond its limit it counts, and keeps nothing (fields are counted after decoding, each crumb
 * of a cookie for one).
 */
final class FieldSection extends EmptyHeaders<CharSequence, CharSequence, Http2Headers>
    implements Http2Headers {
  private final List<Field> fields;
  private final int most;
  private int count;

  private FieldSection(List<Field> fields, int most) {
    this.fields = fields;
    this.most = most;
  }

  /** One to be filled by the decoder. */
  static FieldSection limitedTo(int most) {
    return new FieldSection(new ArrayList<>(), most);
  }

  /** One to be written. */
  static FieldSection of(List<Field> fields) {
    return new FieldSection(fields, fields.size());
  }

  List<Field> fields() {
    return fields;
  }

  /** Whether there were more fields than the limit allows. */
  boolean isOver() {
    return count > most;
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (++count <= most) {
      fields.add(new Field(name.toString(), value.toString()));
    }
    return this;
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    Iterator<Field> each = fields.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public Map.Entry<CharSequence, CharSequence> next() {
        Field field = each.next();
        return new SimpleImmutableEntry<>(field.name(), field.value());
      }
    };
  }

  @Override
  public Http2Headers method(CharSequence value) {
    return add(":method", value);
  }

  @Override
  public Http2Headers scheme(CharSequence value) {
    return add(":scheme", value);
  }

  @Override
  public Http2Headers authority(CharSequence value) {
    return add(":authority", value);
  }

  @Override
  public Http2Headers path(CharSequence value) {
    return add(":path", value);
  }

  @Override
  public Http2Headers status(CharSequence value) {
    return add(":status", value);
  }

  @Override
  public CharSequence method() {
    return value(":method");
  }

  @Override
  public CharSequence scheme() {
    return value(":scheme");
  }

  @Override
  public CharSequence authority() {
    return value(":authority");
  }

  @Override
  public CharSequence path() {
    return value(":path");
  }

  @Override
  public CharSequence status() {
    return value(":status");
  }

  private CharSequence value(String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.value();
      }
    }
    return "";
  }

  @Override
  public boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
    for (Field field : fields) {
      if (field.name().contentEquals(name) && field.value().contentEquals(value)) {
        return true;
      }
    }
    return false;
  }
}
