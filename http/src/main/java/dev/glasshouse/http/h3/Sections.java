package dev.glasshouse.http.h3;

import dev.glasshouse.http.Field;
import io.netty.handler.codec.http3.DefaultHttp3Headers;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Field sections, as the codec has them and as we have them: each character is a byte. */
final class Sections {
  private static final int OVERHEAD = 32;

  private Sections() {}

  static Http3HeadersFrame frame(List<Field> fields) {
    Http3Headers headers = new DefaultHttp3Headers(false, fields.size());
    for (Field field : fields) {
      headers.add(bytes(field.name()), bytes(field.value()));
    }
    return new DefaultHttp3HeadersFrame(headers);
  }

  /** What a section counts: 32 bytes for each field beside its text (RFC 9114 4.2.2). */
  static long size(List<Field> section) {
    long bytes = 0;
    for (Field field : section) {
      bytes += field.name().length() + field.value().length() + OVERHEAD;
    }
    return bytes;
  }

  private static AsciiString bytes(String text) {
    return new AsciiString(text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  static List<Field> fields(Http3Headers headers) {
    var fields = new ArrayList<Field>(headers.size());
    for (Map.Entry<CharSequence, CharSequence> entry : headers) {
      fields.add(new Field(entry.getKey().toString(), entry.getValue().toString()));
    }
    return fields;
  }
}
