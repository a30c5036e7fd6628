package dev.glasshouse.app;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Answer;
import dev.glasshouse.dns.Family;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.url.AddressText;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code glass name} prints of names. */
final class NameTable {
  private NameTable() {}

  /** The addresses of a name. */
  static String answer(Addresses found, Language words) {
    var text = new StringBuilder().append(found.host()).append('\n');
    for (InetAddress address : found.list()) {
      text.append(
          String.format("  %-5s %s%n", Family.of(address).recordType(), AddressText.of(address)));
    }
    if (!found.canonicalName().equalsIgnoreCase(found.host())) {
      text.append(word(words, "alias of: ", "别名指向：")).append(found.canonicalName()).append('\n');
    }
    return text.append(from(found.source(), found.ttl(), words)).toString();
  }

  /** The records of a name. */
  static String answer(Answer answer, Instant now, Language words) {
    var text = new StringBuilder().append(answer.name()).append('\n');
    for (Answer.Datum record : answer.records()) {
      text.append(String.format("  %-5s %s%n", answer.type(), record.text()));
    }
    for (Answer.Alias alias : answer.aliases()) {
      text.append(word(words, "alias: ", "别名："))
          .append(alias.name())
          .append(" = ")
          .append(alias.target())
          .append('\n');
    }
    return text.append(from(answer.source(), answer.left(now), words)).toString();
  }

  private static String from(String source, Duration ttl, Language words) {
    String holds =
        ttl.isZero()
            ? word(words, "not kept, it is looked up each time", "不缓存，每次都重新查询")
            : word(words, "for " + ttl.toSeconds() + " s", ttl.toSeconds() + " 秒");
    return word(words, "answered by: ", "回答者：")
        + said(source, words)
        + "\n"
        + word(words, "holds: ", "有效期：")
        + holds
        + "\n\n";
  }

  /** Who answered, as the story calls it. */
  private static String said(String source, Language words) {
    return Wording.in(words).values().say(source, "word", "");
  }

  /** The word of a language. */
  static String word(Language words, String en, String zh) {
    return words == Language.ZH ? zh : en;
  }

  /** The cache as a table. */
  static String text(List<Answer> all, Instant now, Path file, Language words) {
    if (all.isEmpty()) {
      return word(words, "nothing is kept in ", "没有保存任何记录：") + file + "\n";
    }
    var text =
        new StringBuilder()
            .append(all.size())
            .append(word(words, " answers kept in ", " 条记录，保存在 "))
            .append(file)
            .append("\n\n");
    String form = "%-8s %-6s %9s  %-24s %s%n";
    text.append(
        String.format(
            form,
            word(words, "outcome", "结果"),
            word(words, "type", "类型"),
            word(words, "holds", "有效期"),
            word(words, "from", "来源"),
            word(words, "name", "名称")));
    for (Answer answer : all) {
      String what = String.join(", ", answer.records().stream().map(Answer.Datum::text).toList());
      String alias = answer.aliases().isEmpty() ? "" : " = " + answer.canonicalName();
      text.append(
          String.format(
              form,
              answer.outcome(),
              answer.type(),
              answer.left(now).toSeconds() + " s",
              said(answer.source(), words),
              answer.name() + alias + (what.isEmpty() ? "" : " -> " + what)));
    }
    return text.toString();
  }

  /**
   * The cache as JSON, an object a line: name, type, outcome, aliases, records, left (seconds),
   * source.
   */
  static String json(List<Answer> all, Instant now) {
    var text = new StringWriter();
    for (Answer answer : all) {
      try (JsonGenerator json =
          new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
        json.writeStartObject();
        json.writeStringProperty("name", answer.name());
        json.writeStringProperty("type", answer.type());
        json.writeStringProperty("outcome", answer.outcome().name());
        json.writeName("aliases");
        json.writeStartArray();
        answer.aliases().forEach(a -> json.writeString(a.target()));
        json.writeEndArray();
        json.writeName("records");
        json.writeStartArray();
        answer.records().forEach(r -> json.writeString(r.text()));
        json.writeEndArray();
        json.writeNumberProperty("left", answer.left(now).toSeconds());
        json.writeStringProperty("source", answer.source());
        json.writeEndObject();
      }
      text.append('\n');
    }
    return text.toString();
  }
}
