package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.url.DataUrl;
import dev.glasshouse.url.ForgivingBase64;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The web platform tests of MIME types and data: URLs. */
final class MimeSuitesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void mimeTypes() {
    Suite suite = Suite.named("mime");
    Path folder = suite.folder("mime");
    for (String file : List.of("mime-types", "generated-mime-types")) {
      int number = 0;
      for (JsonNode test : JSON.readTree(folder.resolve(file + ".json").toFile())) {
        if (!test.isString()) {
          suite.check(file + " " + ++number, () -> checkMimeType(test));
        }
      }
    }
    int number = 0;
    for (JsonNode test : JSON.readTree(folder.resolve("mime-groups.json").toFile())) {
      if (!test.isString()) {
        suite.check("mime-groups " + ++number, () -> checkGroups(test));
      }
    }
    suite.finish();
  }

  private static void checkMimeType(JsonNode test) {
    Optional<MimeType> parsed = MimeType.parse(test.get("input").stringValue());
    JsonNode output = test.get("output");
    if (output.isNull()) {
      assertThat(parsed).isEmpty();
      return;
    }
    assertThat(parsed).isPresent();
    MimeType type = parsed.get();
    assertThat(type.toString()).isEqualTo(output.stringValue());
    assertThat(MimeType.parse(type.toString())).contains(type);
    if (test.has("encoding")) {
      JsonNode encoding = test.get("encoding");
      assertThat(type.charset().map(Charset::name))
          .isEqualTo(Optional.ofNullable(encoding.isNull() ? null : encoding.stringValue()));
    }
    if (test.has("minimizedMIMEType")) {
      assertThat(type.minimized(MimeType::isHtml))
          .isEqualTo(test.get("minimizedMIMEType").stringValue());
    }
  }

  private static void checkGroups(JsonNode test) {
    MimeType type = MimeType.parse(test.get("input").stringValue()).orElseThrow();
    Set<String> expected = new TreeSet<>();
    test.get("groups").forEach(g -> expected.add(g.stringValue()));
    assertThat(groups(type)).isEqualTo(expected);
  }

  private static Set<String> groups(MimeType type) {
    Set<String> out = new TreeSet<>();
    if (type.isImage()) {
      out.add("image");
    }
    if (type.isAudioOrVideo()) {
      out.add("audio or video");
    }
    if (type.isFont()) {
      out.add("font");
    }
    if (type.isZipBased()) {
      out.add("ZIP-based");
    }
    if (type.isArchive()) {
      out.add("archive");
    }
    if (type.isXml()) {
      out.add("XML");
    }
    if (type.isHtml()) {
      out.add("HTML");
    }
    if (type.isScriptable()) {
      out.add("scriptable");
    }
    if (type.isJavaScript()) {
      out.add("JavaScript");
    }
    if (type.isJson()) {
      out.add("JSON");
    }
    return out;
  }

  @Test
  void dataUrls() {
    Suite suite = Suite.named("data-urls");
    Path folder = suite.folder("mime");
    int number = 0;
    for (JsonNode test : JSON.readTree(folder.resolve("data-urls.json").toFile())) {
      suite.check("data-urls " + ++number, () -> checkDataUrl(test));
    }
    number = 0;
    for (JsonNode test : JSON.readTree(folder.resolve("base64.json").toFile())) {
      suite.check(
          "base64 " + ++number,
          () ->
              assertThat(ForgivingBase64.decode(test.get(0).stringValue()).map(ByteBuffer::wrap))
                  .isEqualTo(bytes(test.get(1)).map(ByteBuffer::wrap)));
    }
    suite.finish();
  }

  private static void checkDataUrl(JsonNode test) {
    Optional<DataUrl> data = Url.tryParse(test.get(0).stringValue()).flatMap(DataUrl::parse);
    if (test.get(1).isNull()) {
      assertThat(data).isEmpty();
      return;
    }
    assertThat(data).isPresent();
    assertThat(data.get().mimeType().toString()).isEqualTo(test.get(1).stringValue());
    assertThat(data.get().body()).isEqualTo(bytes(test.get(2)).orElseThrow());
  }

  private static Optional<byte[]> bytes(JsonNode list) {
    if (list.isNull()) {
      return Optional.empty();
    }
    List<Byte> out = new ArrayList<>();
    list.forEach(b -> out.add((byte) b.intValue()));
    byte[] bytes = new byte[out.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = out.get(i);
    }
    return Optional.of(bytes);
  }
}
