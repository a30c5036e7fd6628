package dev.glasshouse.server.files;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;

/** Short pages that say why there is nothing to be had. */
final class Refusal {
  private Refusal() {}

  static Response of(Status status, String why) {
    String title = status.code() + " " + status.phrase();
    return Response.html(
            status,
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>"
                + title
                + "</title><h1>"
                + title
                + "</h1><p>"
                + escaped(why)
                + ".</p></html>\n")
        .with("X-Content-Type-Options", "nosniff")
        .standingIn();
  }

  /** A text as it may stand in a page, in an attribute's value too. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
