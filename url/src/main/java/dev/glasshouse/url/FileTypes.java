package dev.glasshouse.url;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The media types that extensions of file names stand for, for files that nobody describes: one
 * table for what is served and what is read.
 *
 * <p>Source: <a href="https://www.iana.org/assignments/media-types/">IANA's media types</a>; {@code
 * text/javascript} by RFC 9239, {@code text/markdown} by RFC 7763.
 */
public final class FileTypes {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html"),
          Map.entry("htm", "text/html"),
          Map.entry("xhtml", "application/xhtml+xml"),
          Map.entry("xht", "application/xhtml+xml"),
          Map.entry("xml", "application/xml"),
          Map.entry("css", "text/css"),
          Map.entry("js", "text/javascript"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain"),
          Map.entry("text", "text/plain"),
          Map.entry("log", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("bmp", "image/bmp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("otf", "font/otf"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"),
          Map.entry("gz", "application/gzip"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("wasm", "application/wasm"));

  private FileTypes() {}

  /** The type for a file of that name; empty where the extension is not known. */
  public static Optional<String> of(String fileName) {
    return Optional.ofNullable(TYPES.get(extensionOf(fileName)));
  }

  /** What follows the last dot, lower case; empty where there is none. */
  private static String extensionOf(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** A usual extension for a type, with its dot; empty where none is known. */
  public static String extension(String essence) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(essence))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .map(extension -> "." + extension)
        .orElse("");
  }

  /**
   * The type with which a server of ours sends the file, whose text is UTF-8; {@code
   * application/octet-stream} where the name tells nothing.
   */
  public static String served(String fileName) {
    String type = of(fileName).orElse("application/octet-stream");
    return type.startsWith("text/") ? type + "; charset=utf-8" : type;
  }
}
