package dev.glasshouse.url;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a {@code data:} URL carries.
 *
 * <p>Source: <a href="https://fetch.spec.whatwg.org/#data-url-processor">Fetch standard, "data:
 * URLs"</a>.
 *
 * @param mimeType what the bytes are said to be; {@code text/plain;charset=US-ASCII} by default
 * @param body the bytes; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a picture of megabytes; its one reader does not keep it
public record DataUrl(MimeType mimeType, byte[] body) {
  private static final MimeType DEFAULT = MimeType.PLAIN_TEXT.withParameter("charset", "US-ASCII");

  /** What the URL carries; empty where its comma or its Base64 is missing or broken. */
  public static Optional<DataUrl> parse(Url url) {
    if (!url.scheme().equals("data")) {
      return Optional.empty();
    }
    // Steps 2 to 5.
    String input = url.hrefWithoutFragment().substring("data:".length());
    int comma = input.indexOf(',');
    // Step 7.
    if (comma < 0) {
      return Optional.empty();
    }
    // Step 6.
    String type = input.substring(0, comma).strip();
    // Steps 9 and 10.
    byte[] body = PercentEncode.decode(input.substring(comma + 1).getBytes(StandardCharsets.UTF_8));
    // Step 11.
    int semicolon = base64Mark(type);
    if (semicolon >= 0) {
      type = type.substring(0, semicolon);
      Optional<byte[]> decoded = ForgivingBase64.decode(body);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      body = decoded.get();
    }
    // Step 12.
    if (type.startsWith(";")) {
      type = "text/plain" + type;
    }
    // Steps 13 to 15.
    return Optional.of(new DataUrl(MimeType.parse(type).orElse(DEFAULT), body));
  }

  /** Where a last {@code ;base64} begins, or -1. */
  private static int base64Mark(String type) {
    int start = type.length() - "base64".length();
    if (start < 0 || !type.regionMatches(true, start, "base64", 0, 6)) {
      return -1;
    }
    while (start > 0 && type.charAt(start - 1) == ' ') {
      start--;
    }
    return start > 0 && type.charAt(start - 1) == ';' ? start - 1 : -1;
  }
}
