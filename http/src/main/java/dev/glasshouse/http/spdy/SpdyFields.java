package dev.glasshouse.http.spdy;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.journey.HttpReason;
import io.netty.handler.codec.spdy.SpdyHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Field sections between SPDY's form of them and HTTP/2's (SPDY/3 draft, 3.2.1). */
final class SpdyFields {
  private SpdyFields() {}

  /** A request's or response's section, its pseudo-fields first, as SPDY names them. */
  static void write(List<Field> fields, SpdyHeaders into) {
    for (Field field : fields) {
      switch (field.name()) {
        case ":authority" -> into.add(":host", field.value());
        case ":status" -> into.add(":status", field.value());
        default -> into.add(field.name(), field.value());
      }
    }
    into.set(":version", "HTTP/1.1");
  }

  /**
   * As HTTP/2 has it: no version, the status a number alone, pseudo-fields first.
   *
   * @param most how many fields there may be, each value of one counted
   */
  static List<Field> read(SpdyHeaders headers, int most) throws LimitException {
    var pseudo = new ArrayList<Field>();
    var fields = new ArrayList<Field>();
    var all = headers.iteratorAsString();
    while (all.hasNext()) {
      Map.Entry<String, String> one = all.next();
      if (pseudo.size() + fields.size() >= most) {
        throw new LimitException(HttpReason.LIMIT_FIELDS, "head.fields", most, "fields");
      }
      String name = one.getKey();
      String value = one.getValue();
      switch (name) {
        case ":version" -> {}
        case ":host" -> pseudo.add(new Field(":authority", value));
        case ":status" -> pseudo.add(new Field(":status", value.split(" ", 2)[0]));
        default -> (name.startsWith(":") ? pseudo : fields).add(new Field(name, value));
      }
    }
    pseudo.addAll(fields);
    return pseudo;
  }
}
