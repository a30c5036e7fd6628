package dev.glasshouse.journey.export;

import dev.glasshouse.journey.BodyStore;
import dev.glasshouse.journey.HttpStep;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/** Writes the bodies of a HAR: as text where they are text, else in base64. */
final class HarBodies {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TEXT =
      Pattern.compile("text/.*|.*[/+](json|xml)|application/(javascript|x-www-form-urlencoded)");

  private final JsonGenerator json;
  private final HarOptions options;

  HarBodies(JsonGenerator json, HarOptions options) {
    this.json = json;
    this.options = options;
  }

  /**
   * The members of {@code content} that hold the body, if it is there.
   *
   * @param bytes how many bytes it had
   */
  void content(String type, long bytes, Optional<HttpStep.BodyStored> stored) throws IOException {
    Optional<byte[]> body = body(stored);
    if (body.isEmpty()) {
      if (stored.isPresent()) {
        json.writeStringProperty("comment", left(stored.get()));
      } else if (options.bodies().isPresent() && bytes > 0) {
        json.writeStringProperty("comment", "not kept");
      }
      return;
    }
    Optional<String> text = text(type, body.get());
    if (text.isPresent()) {
      json.writeStringProperty("text", text.get());
    } else {
      json.writeStringProperty("text", Base64.getEncoder().encodeToString(body.get()));
      json.writeStringProperty("encoding", "base64");
    }
  }

  /**
   * The member {@code postData}; a body that is no text is only named, as HAR has no form for it.
   */
  void post(String type, Optional<HttpStep.BodyStored> stored) throws IOException {
    Optional<String> text = Optional.empty();
    Optional<byte[]> body = body(stored);
    if (body.isPresent()) {
      text = text(type, body.get());
    }
    json.writeName("postData");
    json.writeStartObject();
    json.writeStringProperty("mimeType", type);
    json.writeName("params");
    json.writeStartArray();
    json.writeEndArray();
    json.writeStringProperty("text", text.orElse(""));
    if (text.isEmpty()) {
      json.writeStringProperty("comment", stored.map(HarBodies::left).orElse("not kept"));
    }
    json.writeEndObject();
  }

  private static String left(HttpStep.BodyStored stored) {
    return "left out: " + stored.bytes() + " bytes with the SHA-256 " + stored.sha256();
  }

  private Optional<byte[]> body(Optional<HttpStep.BodyStored> stored) throws IOException {
    Optional<BodyStore> store = options.bodies();
    boolean wanted = stored.isPresent() && stored.get().bytes() <= options.bodyBytes();
    return store.isPresent() && wanted ? store.get().get(stored.get().sha256()) : Optional.empty();
  }

  private static Optional<String> text(String type, byte[] body) {
    String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!TEXT.matcher(essence).matches()) {
      return Optional.empty();
    }
    Matcher charset = CHARSET.matcher(type);
    try {
      Charset decoder = charset.find() ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8;
      return Optional.of(decoder.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException
        | IllegalCharsetNameException
        | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
