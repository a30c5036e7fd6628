package dev.glasshouse.fetch.forms;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.FieldSyntax;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The encodings of forms, in UTF-8 (<a
 * href="https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data">HTML,
 * 4.10.21.7 and 4.10.21.8</a>; RFC 7578). Pure; {@code application/x-www-form-urlencoded} is in
 * {@link dev.glasshouse.url.FormUrlEncoded}.
 */
public final class Forms {
  private Forms() {}

  /**
   * Encodes as {@code multipart/form-data}. Its length is known when those of all files are; files
   * are read when they are sent.
   *
   * @param boundary what stands between the parts, and in none of them: of 1 to 70 characters that
   *     need no quotes
   */
  public static Body multipart(List<FormEntry> entries, String boundary) {
    if (!FieldSyntax.isToken(boundary) || boundary.length() > 70) {
      throw new IllegalArgumentException("not a boundary: " + boundary);
    }
    var parts = new ArrayList<Body>();
    for (FormEntry entry : entries) {
      String head =
          "--"
              + boundary
              + "\r\nContent-Disposition: form-data; name=\""
              + escaped(newlines(entry.name()))
              + "\"";
      switch (entry) {
        case FormEntry.Text(var _, String value) ->
            parts.add(Body.of(head + "\r\n\r\n" + newlines(value) + "\r\n"));
        case FormEntry.File(var _, String file, String type, Body content) -> {
          String said = FieldSyntax.isValue(type) ? type : "application/octet-stream";
          parts.add(
              Body.of(
                  head
                      + "; filename=\""
                      + escaped(file)
                      + "\"\r\nContent-Type: "
                      + said
                      + "\r\n\r\n"));
          parts.add(content);
          parts.add(Body.of("\r\n"));
        }
      }
    }
    parts.add(Body.of("--" + boundary + "--\r\n"));
    return Body.joined(parts);
  }

  /** Encodes as {@code text/plain}, for people to read: no program can tell its parts apart. */
  public static Body plain(List<FormEntry> entries) {
    var text = new StringBuilder();
    for (FormEntry entry : entries) {
      String value =
          switch (entry) {
            case FormEntry.Text(var _, String its) -> its;
            case FormEntry.File(var _, String file, var _, var _) -> file;
          };
      text.append(newlines(entry.name())).append('=').append(newlines(value)).append("\r\n");
    }
    return Body.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** 4.10.21.8: what would end a quoted name is percent-encoded, and nothing else. */
  private static String escaped(String name) {
    return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }

  /** Each line end becomes CR LF. */
  private static String newlines(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
  }
}
