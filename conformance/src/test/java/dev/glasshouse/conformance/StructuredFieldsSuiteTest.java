package dev.glasshouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.structured.BareItem;
import dev.glasshouse.http.structured.Dictionary;
import dev.glasshouse.http.structured.InnerList;
import dev.glasshouse.http.structured.Item;
import dev.glasshouse.http.structured.Member;
import dev.glasshouse.http.structured.Parameters;
import dev.glasshouse.http.structured.StructuredException;
import dev.glasshouse.http.structured.StructuredField;
import dev.glasshouse.http.structured.StructuredLimits;
import dev.glasshouse.http.structured.StructuredList;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The working group's cases for structured fields, read and written. */
class StructuredFieldsSuiteTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  @Test
  void structuredFields() {
    Suite suite = Suite.named("structured-fields");
    Path folder = suite.folder("structured-fields");
    for (Path file : files(folder)) {
      for (JsonNode test : JSON.readTree(file.toFile())) {
        suite.check(id(file.toFile(), test), () -> reads(test));
      }
    }
    for (Path file : files(folder.resolve("serialisation-tests"))) {
      for (JsonNode test : JSON.readTree(file.toFile())) {
        suite.check("writes " + id(file.toFile(), test), () -> writes(test));
      }
    }
    suite.finish();
  }

  private static String id(File file, JsonNode test) {
    return file.getName().replace(".json", "") + ": " + test.get("name").asString();
  }

  private static List<Path> files(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the lines, holds the value against the expected one, and writes it again. */
  private static void reads(JsonNode test) throws StructuredException {
    List<String> raw = strings(test.get("raw"));
    if (test.path("must_fail").asBoolean(false)) {
      assertThatThrownBy(() -> read(test, raw)).isInstanceOf(StructuredException.class);
      return;
    }
    StructuredField read;
    try {
      read = read(test, raw);
    } catch (StructuredException e) {
      if (test.path("can_fail").asBoolean(false)) {
        return;
      }
      throw e;
    }
    assertThat(read).isEqualTo(value(test));
    List<String> canonical =
        strings(test.has("canonical") ? test.get("canonical") : test.get("raw"));
    assertThat(read.serialize()).isEqualTo(String.join(", ", canonical));
  }

  private static void writes(JsonNode test) {
    if (test.path("must_fail").asBoolean(false)) {
      assertThatThrownBy(() -> value(test)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(value(test).serialize())
          .isEqualTo(String.join(", ", strings(test.get("canonical"))));
    }
  }

  private static StructuredField read(JsonNode test, List<String> raw) throws StructuredException {
    return switch (test.get("header_type").asString()) {
      case "item" -> Item.parse(raw, StructuredLimits.DEFAULT);
      case "list" -> StructuredList.parse(raw, StructuredLimits.DEFAULT);
      default -> Dictionary.parse(raw, StructuredLimits.DEFAULT);
    };
  }

  private static StructuredField value(JsonNode test) {
    JsonNode expected = test.get("expected");
    return switch (test.get("header_type").asString()) {
      case "item" -> item(expected);
      case "list" -> {
        var members = new ArrayList<Member>();
        expected.forEach(member -> members.add(member(member)));
        yield new StructuredList(members);
      }
      default -> {
        var members = new LinkedHashMap<String, Member>();
        expected.forEach(pair -> members.put(pair.get(0).asString(), member(pair.get(1))));
        yield new Dictionary(members);
      }
    };
  }

  private static Member member(JsonNode node) {
    if (!node.get(0).isArray()) {
      return item(node);
    }
    var items = new ArrayList<Item>();
    node.get(0).forEach(each -> items.add(item(each)));
    return new InnerList(items, parameters(node.get(1)));
  }

  private static Item item(JsonNode node) {
    return new Item(bare(node.get(0)), parameters(node.get(1)));
  }

  private static Parameters parameters(JsonNode node) {
    Map<String, BareItem> values = new LinkedHashMap<>();
    node.forEach(pair -> values.put(pair.get(0).asString(), bare(pair.get(1))));
    return new Parameters(new LinkedHashMap<>(values));
  }

  private static BareItem bare(JsonNode node) {
    if (node.isObject()) {
      JsonNode value = node.get("value");
      return switch (node.get("__type").asString()) {
        case "token" -> new BareItem.Token(value.asString());
        case "binary" -> new BareItem.ByteSequence(base32(value.asString()));
        case "date" -> new BareItem.Date(value.asLong());
        default -> new BareItem.DisplayText(value.asString());
      };
    }
    if (node.isBoolean()) {
      return new BareItem.Bool(node.asBoolean());
    }
    if (node.isIntegralNumber()) {
      return new BareItem.Int(node.asLong());
    }
    return node.isNumber()
        ? new BareItem.Decimal(node.asDecimal())
        : new BareItem.Text(node.asString());
  }

  private static byte[] base32(String text) {
    String digits = text.replace("=", "");
    var bytes = new byte[digits.length() * 5 / 8];
    long buffer = 0;
    int bits = 0;
    int at = 0;
    for (char c : digits.toCharArray()) {
      buffer = buffer << 5 | BASE32.indexOf(c);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    return bytes;
  }

  private static List<String> strings(JsonNode array) {
    var all = new ArrayList<String>();
    array.forEach(each -> all.add(each.asString()));
    return all;
  }
}
