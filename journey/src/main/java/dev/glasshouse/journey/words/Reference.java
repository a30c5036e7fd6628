package dev.glasshouse.journey.words;

import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The reference page of the journey, {@code docs/journey.md}, made from the table of steps. */
public final class Reference {
  private final StepTable table;
  private final StringBuilder page = new StringBuilder();

  private Reference(StepTable table) {
    this.table = table;
  }

  /** The page, in Markdown. */
  public static String page() {
    return new Reference(StepTable.standard()).make();
  }

  private String make() {
    page.append(head());
    for (Class<?> family : Objects.requireNonNull(Step.class.getPermittedSubclasses())) {
      page.append("\n## ").append(family.getSimpleName()).append('\n');
      for (Kind kind : table.kinds().values()) {
        Class<? extends Step> type = Facts.kinds().get(kind.name());
        if (type != null && family.equals(type.getEnclosingClass())) {
          kind(kind, type);
        }
      }
    }
    page.append("\n## Reasons\n\n| name | English | 中文 |\n|---|---|---|\n");
    for (Class<?> family : Objects.requireNonNull(Reason.class.getPermittedSubclasses())) {
      for (Object constant : Objects.requireNonNull(family.getEnumConstants())) {
        reason((Reason) constant, area(family));
      }
    }
    return page.toString();
  }

  private static String head() {
    try (InputStream in = Step.class.getResourceAsStream("reference-head.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void kind(Kind kind, Class<? extends Step> type) {
    page.append("\n### ").append(kind.name()).append("\n\n");
    String level = kind.level().name().toLowerCase(Locale.ROOT);
    page.append("Told from `").append(level).append("` on");
    page.append(kind.failures().isEmpty() ? ".\n" : "; can be a failure.\n");
    for (Language language : Language.values()) {
      Sentence sentence = kind.sentences().get(language);
      page.append("\n    ").append(sentence == null ? "" : sentence.template());
    }
    page.append('\n');
    page.append("\n| fact | type | meaning | 含义 |\n|---|---|---|---|\n");
    List<RecordComponent> components = Facts.components(type);
    for (int i = 0; i < components.size(); i++) {
      Map<Language, String> meanings = kind.fields().get(i).meanings();
      row(
          "`" + components.get(i).getName() + "`",
          type(components.get(i)),
          meanings.getOrDefault(Language.EN, ""),
          meanings.getOrDefault(Language.ZH, ""));
    }
  }

  private void reason(Reason reason, String area) {
    if (!reason.en().isEmpty()) {
      row("`" + area + "." + reason.name() + "`", reason.en(), reason.zh());
    }
  }

  private static String area(Class<?> family) {
    String name = family.getSimpleName();
    return name.substring(0, name.length() - "Reason".length()).toLowerCase(Locale.ROOT);
  }

  private void row(String... cells) {
    page.append('|');
    for (String cell : cells) {
      page.append(' ').append(cell.replace("|", "\\|").replace("<", "&lt;")).append(" |");
    }
    page.append('\n');
  }

  private static String type(RecordComponent component) {
    String type = component.getGenericType().getTypeName();
    return switch (type) {
      case "java.lang.String" -> "string";
      case "java.time.Duration" -> "number, ns";
      case "java.time.Instant" -> "string, ISO 8601";
      case "java.util.List<java.lang.String>" -> "array of strings";
      case "int", "long", "double" -> "number";
      default -> type.startsWith("java.util.List") ? "array of numbers" : type;
    };
  }
}
