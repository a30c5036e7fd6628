package dev.glasshouse.url;

import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A MIME type: what the bytes of a resource are.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#understanding-mime-types">MIME Sniffing
 * standard, 4</a>.
 *
 * @param type {@code text} in {@code text/html}; lower case
 * @param subtype {@code html} in {@code text/html}; lower case
 * @param parameters names (lower case) and values, in the order of the text
 */
public record MimeType(String type, String subtype, Map<String, String> parameters) {
  /** HTML. */
  public static final MimeType HTML = of("text", "html");

  /** Plain text. */
  public static final MimeType PLAIN_TEXT = of("text", "plain");

  /** Bytes of which nothing is known. */
  public static final MimeType OCTET_STREAM = of("application", "octet-stream");

  private static final Set<String> JAVASCRIPT =
      Set.of(
          "application/ecmascript",
          "application/javascript",
          "application/x-ecmascript",
          "application/x-javascript",
          "text/ecmascript",
          "text/javascript",
          "text/javascript1.0",
          "text/javascript1.1",
          "text/javascript1.2",
          "text/javascript1.3",
          "text/javascript1.4",
          "text/javascript1.5",
          "text/jscript",
          "text/livescript",
          "text/x-ecmascript",
          "text/x-javascript");

  private static final Set<String> FONT =
      Set.of(
          "application/font-cff",
          "application/font-off",
          "application/font-sfnt",
          "application/font-ttf",
          "application/font-woff",
          "application/vnd.ms-fontobject",
          "application/vnd.ms-opentype");

  private static final Set<String> ARCHIVE =
      Set.of("application/x-rar-compressed", "application/zip", "application/x-gzip");

  /** Copies the parameters, keeping their order. */
  public MimeType {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** A type without parameters; both parts in lower case. */
  public static MimeType of(String type, String subtype) {
    return new MimeType(type, subtype, Map.of());
  }

  /** The type that the text is, or empty where it is none. */
  public static Optional<MimeType> parse(String text) {
    return MimeTypeParser.parse(text);
  }

  /** Type and subtype, without parameters: {@code text/html}. */
  public String essence() {
    return type + "/" + subtype;
  }

  /** The value of a parameter; its name in lower case. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The encoding that {@code charset} names, where it is one that the JDK knows. */
  public Optional<Charset> charset() {
    return parameter("charset").map(String::strip).flatMap(MimeType::charsetNamed);
  }

  private static Optional<Charset> charsetNamed(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException e) { // a bad name, or one that is not known
      return Optional.empty();
    }
  }

  /** This type with one parameter more, or with another value of it. */
  public MimeType withParameter(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put(Ascii.toLower(name), value);
    return new MimeType(type, subtype, all);
  }

  /** Whether it is an image. */
  public boolean isImage() {
    return type.equals("image");
  }

  /** Whether it is sound or video. */
  public boolean isAudioOrVideo() {
    return type.equals("audio") || type.equals("video") || essence().equals("application/ogg");
  }

  /** Whether it is a font. */
  public boolean isFont() {
    return type.equals("font") || FONT.contains(essence());
  }

  /** Whether it is a ZIP archive, or something packed as one. */
  public boolean isZipBased() {
    return subtype.endsWith("+zip") || essence().equals("application/zip");
  }

  /** Whether it is an archive. */
  public boolean isArchive() {
    return ARCHIVE.contains(essence());
  }

  /** Whether it is XML, XHTML and SVG included. */
  public boolean isXml() {
    return subtype.endsWith("+xml")
        || essence().equals("text/xml")
        || essence().equals("application/xml");
  }

  /** Whether it is HTML. */
  public boolean isHtml() {
    return essence().equals("text/html");
  }

  /** Whether it is a document that can run scripts. */
  public boolean isScriptable() {
    return isXml() || isHtml() || essence().equals("application/pdf");
  }

  /** Whether it is JavaScript. */
  public boolean isJavaScript() {
    return JAVASCRIPT.contains(essence());
  }

  /** Whether it is JSON. */
  public boolean isJson() {
    return subtype.endsWith("+json")
        || essence().equals("application/json")
        || essence().equals("text/json");
  }

  /**
   * The one name for all types that are handled alike; "" for a type that is not supported.
   *
   * @see <a href="https://mimesniff.spec.whatwg.org/#minimize-a-supported-mime-type">minimize</a>
   */
  public String minimized(Predicate<MimeType> supported) {
    if (isJavaScript()) {
      return "text/javascript";
    }
    if (isJson()) {
      return "application/json";
    }
    if (isXml()) {
      return essence().equals("image/svg+xml") ? "image/svg+xml" : "application/xml";
    }
    return supported.test(this) ? essence() : "";
  }

  /**
   * The type as text, parameters quoted where they must be.
   *
   * @see <a href="https://mimesniff.spec.whatwg.org/#serialize-a-mime-type">serialize</a>
   */
  @Override
  public String toString() {
    if (parameters.isEmpty()) {
      return essence();
    }
    StringBuilder out = new StringBuilder(essence());
    parameters.forEach((name, value) -> {
      out.append(';').append(name).append('=');
      if (MimeTypeParser.isToken(value)) {
        out.append(value);
      } else {
        out.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
      }
    });
    return out.toString();
  }
}
