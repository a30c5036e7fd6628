package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.PercentEncodeSet;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The page that lists a folder, folders first; for clients that ask for {@code application/json},
 * the same as JSON.
 */
final class Listing {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
          + "table{border-collapse:collapse;width:100%}"
          + "td,th{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #8884}"
          + ".n{text-align:right;font-variant-numeric:tabular-nums}";

  private Listing() {}

  /**
   * A listing.
   *
   * @param path the folder's path, decoded, with its slash
   * @param names what is in it, sorted
   * @param left how many more there are that are not listed
   */
  static Response of(Request request, String path, List<Listed> names, long left) {
    boolean json =
        request.fields().elements("Accept").stream()
            .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("application/json"));
    Response response = json ? json(names, left) : page(path, names, left);
    return response
        .with("Cache-Control", "no-cache")
        .with("Vary", "Accept")
        .with("X-Content-Type-Options", "nosniff");
  }

  private static Response page(String path, List<Listed> names, long left) {
    var rows = new StringBuilder();
    if (!path.equals("/")) {
      rows.append("<tr><td><a href=\"../\">../</a><td><td>\n");
    }
    for (Listed each : names) {
      String shown = each.name() + (each.isFolder() ? "/" : "");
      // "./" keeps a name with a colon from being read as a scheme.
      String link =
          "./"
              + PercentEncode.encode(each.name(), PercentEncodeSet.COMPONENT)
              + (each.isFolder() ? "/" : "");
      rows.append("<tr><td><a href=\"")
          .append(Refusal.escaped(link))
          .append("\">")
          .append(Refusal.escaped(shown))
          .append("</a><td class=n>")
          .append(each.isFolder() ? "" : each.size())
          .append("<td>")
          .append(time(each))
          .append('\n');
    }
    String title = Refusal.escaped(path);
    String more = left == 0 ? "" : "<p>and " + left + " more.\n";
    return Response.html(
            Status.OK,
            "<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<title>"
                + title
                + "</title><style>"
                + STYLE
                + "</style>\n<h1>"
                + title
                + "</h1>\n<table><thead><tr><th>Name<th class=n>Bytes<th>Changed</thead>\n"
                + rows
                + "</table>\n"
                + more
                + "</html>\n")
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private static Response json(List<Listed> names, long left) {
    var text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      out.writeArrayPropertyStart("entries");
      for (Listed each : names) {
        out.writeStartObject();
        out.writeStringProperty("name", each.name());
        out.writeStringProperty("type", each.isFolder() ? "folder" : "file");
        out.writeNumberProperty("size", each.size());
        out.writeStringProperty("modified", time(each));
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeNumberProperty("left", left);
      out.writeEndObject();
    }
    return Response.of(Status.OK)
        .with("Content-Type", "application/json")
        .with(Body.of(text + "\n"));
  }

  private static String time(Listed each) {
    return each.modified().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
