package dev.glasshouse.server;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.FileTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Serves the files of a tree: default documents, the redirect to a folder's slash, media types, and
 * conditional requests (RFC 9110 section 13).
 */
public final class FileHandler implements Handler {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String DEFAULT_DOCUMENT = "index.html";

  private final ContentTree tree;

  /** A handler for a tree. */
  public FileHandler(ContentTree tree) {
    this.tree = tree;
  }

  @Override
  public Response handle(Request request) {
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      return Response.text(Status.METHOD_NOT_ALLOWED, "Only GET and HEAD work here.\n")
          .with("Allow", "GET, HEAD");
    }
    return switch (RequestPath.parse(request.path())) {
      case RequestPath.Refused(String why) -> error(Status.BAD_REQUEST, why);
      case RequestPath.Way way -> at(way, request);
    };
  }

  private Response at(RequestPath.Way way, Request request) {
    try {
      return switch (tree.find(way.segments())) {
        case Content.File file ->
            way.endsWithSlash() ? nothing(request) : conditional(file, request);
        case Content.Folder _ -> folder(way, request);
        case Content.Nothing _ -> nothing(request);
      };
    } catch (java.nio.file.AccessDeniedException e) {
      return error(Status.FORBIDDEN, "this may not be read");
    } catch (IOException e) {
      return error(Status.INTERNAL_SERVER_ERROR, "this could not be read");
    }
  }

  private Response folder(RequestPath.Way way, Request request) throws IOException {
    if (!way.endsWithSlash()) {
      // Relative links in the default document mean the folder only when its URL ends with a slash.
      String query = request.query().isEmpty() ? "" : "?" + request.query();
      String path = request.path().replaceFirst("^/+", "/");
      return Response.of(Status.MOVED_PERMANENTLY).with("Location", path + "/" + query);
    }
    var inside = new ArrayList<>(way.segments());
    inside.add(DEFAULT_DOCUMENT);
    return tree.find(inside) instanceof Content.File file
        ? conditional(file, request)
        : nothing(request);
  }

  /** RFC 9110 13.2.2, steps 3 and 4: If-None-Match counts before If-Modified-Since. */
  private static Response conditional(Content.File file, Request request) {
    Response response =
        Response.of(Status.OK)
            .with("Content-Type", FileTypes.served(file.name()))
            .with("Last-Modified", HTTP_DATE.format(file.modified()))
            .with("ETag", file.entityTag())
            .with("Cache-Control", "no-cache");
    boolean unchanged =
        request.fields().has("If-None-Match")
            ? matches(request.fields().elements("If-None-Match"), file.entityTag())
            : request
                .fields()
                .first("If-Modified-Since")
                .flatMap(FileHandler::date)
                .filter(since -> !file.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    return unchanged
        ? Response.of(Status.NOT_MODIFIED).with(response.fields().without("Content-Type"))
        : response.with(file.body());
  }

  private static boolean matches(List<String> tags, String tag) {
    return tags.stream()
        .map(t -> t.startsWith("W/") ? t.substring(2) : t)
        .anyMatch(t -> t.equals("*") || t.equals(tag));
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(HTTP_DATE.parse(text.strip(), Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Response nothing(Request request) {
    return error(Status.NOT_FOUND, "nothing stands at " + request.path());
  }

  private static Response error(Status status, String why) {
    String escaped = why.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return Response.html(
        status,
        "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>%d %s</title><h1>%d %s</h1><p>%s.</p></html>\n"
            .formatted(status.code(), status.phrase(), status.code(), status.phrase(), escaped));
  }
}
