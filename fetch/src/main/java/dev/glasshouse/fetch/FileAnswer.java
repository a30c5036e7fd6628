package dev.glasshouse.fetch;

import dev.glasshouse.http.BodyStream;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.FileTypes;
import dev.glasshouse.url.Host;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code file:} URL answers: a file, a directory's default document, or a page that lists
 * the directory. Devices and pipes are refused: they may have no end.
 *
 * @param url the URL, with a slash at its end where it is a directory's
 * @param type the media type, where the name tells it
 * @param body the content
 */
record FileAnswer(Url url, Optional<String> type, BodyStream body) {
  private static final List<String> DEFAULTS = List.of("index.html", "index.htm");

  static FileAnswer read(Url url, Limits limits, Trail trail) throws FetchException {
    Path path = path(url);
    try {
      if (Files.isDirectory(path)) {
        return directory(slashed(url), path, limits, trail);
      }
      return file(url, path, FetchReason.FILE_READ, "file", trail);
    } catch (NoSuchFileException _) {
      throw refused(url, FetchReason.FILE_MISSING);
    } catch (AccessDeniedException _) {
      throw refused(url, FetchReason.FILE_FORBIDDEN);
    } catch (IOException e) {
      throw refused(url, FetchReason.FILE_BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private static FetchException refused(Url url, FetchReason reason, Object... arguments) {
    return Problems.refused(url, Because.of(reason, arguments));
  }

  private static Path path(Url url) throws FetchException {
    boolean here =
        url.host().isEmpty()
            || url.host().get() instanceof Host.Empty
            || url.hostname().equals("localhost");
    if (!here) {
      throw refused(url, FetchReason.FILE_HOST, url.hostname());
    }
    String path = PercentEncode.decodeToString(url.path());
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw refused(url, FetchReason.FILE_PATH, e.getReason());
    }
  }

  private static Url slashed(Url url) {
    if (url.path().endsWith("/")) {
      return url;
    }
    String rest =
        url.query().map(q -> "?" + q).orElse("") + url.fragment().map(f -> "#" + f).orElse("");
    String bare = url.hrefWithoutFragment();
    int query = bare.indexOf('?');
    return Url.parse((query < 0 ? bare : bare.substring(0, query)) + "/" + rest);
  }

  private static FileAnswer file(Url url, Path path, FetchReason reason, String what, Trail trail)
      throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path)) {
      throw refused(url, FetchReason.FILE_SPECIAL);
    }
    BodyStream body = BodyStream.over(Files.newInputStream(path));
    if (trail.on()) {
      trail.mark(
          new FetchStep.FileRead(path.toString(), what, Files.size(path)), Because.of(reason));
    }
    Path name = path.getFileName();
    return new FileAnswer(url, FileTypes.of(name == null ? "" : name.toString()), body);
  }

  private static FileAnswer directory(Url url, Path path, Limits limits, Trail trail)
      throws IOException {
    for (String name : DEFAULTS) {
      Path file = path.resolve(name);
      if (Files.isRegularFile(file)) {
        return file(url, file, FetchReason.FILE_DEFAULT, "default document", trail);
      }
    }
    byte[] page = listing(path, limits).getBytes(StandardCharsets.UTF_8);
    if (trail.on()) {
      trail.mark(
          new FetchStep.FileRead(path.toString(), "directory listing", page.length),
          Because.of(FetchReason.FILE_LISTING));
    }
    return new FileAnswer(url, Optional.of("text/html;charset=utf-8"), BodyStream.of(page));
  }

  private static String listing(Path path, Limits limits) throws IOException {
    var entries = new ArrayList<Path>();
    boolean more = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path entry : all) {
        if (entries.size() == limits.listing()) {
          more = true;
          break;
        }
        entries.add(entry);
      }
    }
    entries.sort(
        Comparator.comparing((Path p) -> !Files.isDirectory(p)).thenComparing(Path::toString));
    var page = new StringBuilder();
    String title = escaped(path.toString());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>")
        .append(title)
        .append("</title>\n<h1>")
        .append(title)
        .append("</h1>\n<ul>\n");
    if (path.getParent() != null) {
      page.append("<li><a href=\"../\">../</a></li>\n");
    }
    for (Path entry : entries) {
      append(page, entry);
    }
    page.append("</ul>\n");
    if (more) {
      page.append("<p>Only the first ").append(limits.listing()).append(" are listed.</p>\n");
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Path entry) {
    String name = String.valueOf(entry.getFileName()) + (Files.isDirectory(entry) ? "/" : "");
    String href =
        "./"
            + PercentEncode.encode(name, dev.glasshouse.url.PercentEncodeSet.COMPONENT)
                .replace("%2F", "/");
    page.append("<li><a href=\"").append(escaped(href)).append("\">").append(escaped(name));
    page.append("</a></li>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
