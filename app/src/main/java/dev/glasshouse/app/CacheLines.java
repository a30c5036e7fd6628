package dev.glasshouse.app;

import dev.glasshouse.http.cache.Listed;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.http.caching.Freshness;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@code glass cache --json} prints: an object a line, whose members keep their names and
 * meanings. Durations are whole seconds.
 */
final class CacheLines {
  private final Wording wording;

  CacheLines(Language words) {
    this.wording = Wording.in(words);
  }

  /** A line for each entry. */
  String entries(List<Listed> entries) {
    var text = new StringBuilder();
    entries.forEach(entry -> text.append(line(json -> entry(entry, json))));
    return text.toString();
  }

  private static void entry(Listed entry, JsonGenerator json) {
    Freshness freshness = entry.freshness();
    json.writeStringProperty("kind", "entry");
    json.writeStringProperty("url", entry.url());
    json.writeStringProperty("partition", entry.partition());
    json.writeBooleanProperty("credentials", entry.credentials());
    json.writeNumberProperty("status", entry.status());
    json.writeNumberProperty("bytes", entry.bytes());
    json.writeBooleanProperty("whole", entry.whole());
    json.writeStringProperty("store", entry.store());
    json.writeBooleanProperty("fresh", freshness.isFresh());
    json.writeBooleanProperty("checked", entry.checked());
    json.writeNumberProperty("age", freshness.ageSeconds());
    json.writeNumberProperty("lifetime", freshness.lifetime().toSeconds());
    json.writeNumberProperty("left", freshness.left().toSeconds());
    json.writeStringProperty("by", freshness.decidedBy());
    strings("validators", entry.validators(), json);
    strings("vary", entry.vary().stream().flatMap(each -> each.line().stream()).toList(), json);
  }

  /** What would become of a request for a URL now. */
  String outlook(String url, Outlook outlook) {
    return line(json -> {
      json.writeStringProperty("kind", "outlook");
      json.writeStringProperty("url", url);
      json.writeStringProperty(
          "what", outlook.what().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.writeStringProperty("store", outlook.store());
      json.writeStringProperty("reason", outlook.because().reason().name());
      json.writeStringProperty("because", wording.because(outlook.because()).orElse(""));
      json.writeStringProperty("same", outlook.same().map(Outlook.Same::url).orElse(""));
      strings("conditions", outlook.conditions(), json);
    });
  }

  /** How many entries were deleted. */
  String deleted(int count) {
    return line(json -> {
      json.writeStringProperty("kind", "deleted");
      json.writeNumberProperty("entries", count);
    });
  }

  private static void strings(String name, List<String> all, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    all.forEach(json::writeString);
    json.writeEndArray();
  }

  private static String line(Consumer<JsonGenerator> members) {
    var out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return out + "\n";
  }
}
