package dev.glasshouse.journey.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Step;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The table and the records say the same things about the same kinds, in both languages. */
class StepTableTest {
  private final StepTable table = StepTable.standard();

  @Test
  void everyKindStandsInTheTableAndViceVersa() {
    assertThat(table.kinds().keySet()).containsExactlyInAnyOrderElementsOf(Facts.kinds().keySet());
  }

  @Test
  void everyComponentOfEveryKindStandsInTheTableInOrder() {
    for (Map.Entry<String, Class<? extends Step>> kind : Facts.kinds().entrySet()) {
      List<String> components =
          Facts.components(kind.getValue()).stream().map(RecordComponent::getName).toList();
      assertThat(table.kind(kind.getKey()).fields())
          .as(kind.getKey())
          .extracting(Kind.Field::name)
          .containsExactlyElementsOf(components);
    }
  }

  @Test
  void everySentenceRefersOnlyToFieldsThatAreThere() {
    for (Kind kind : table.kinds().values()) {
      var known = new HashSet<>(List.of("took"));
      kind.fields().forEach(field -> known.add(field.name()));
      for (Language language : Language.values()) {
        Sentence sentence = Objects.requireNonNull(kind.sentences().get(language));
        assertThat(known).as(kind.name()).containsAll(sentence.facts());
      }
      kind.failures().forEach(condition -> assertRefersTo(known, condition, kind.name()));
    }
  }

  private static void assertRefersTo(HashSet<String> known, Kind.Condition condition, String kind) {
    switch (condition) {
      case Kind.Always _ -> {}
      case Kind.Says says -> assertThat(known).as(kind).contains(says.fact());
      case Kind.Is is -> assertThat(known).as(kind).contains(is.fact());
      case Kind.AtLeast least -> assertThat(known).as(kind).contains(least.fact());
    }
  }

  @Test
  void bothLanguagesTellTheSameFacts() {
    for (Kind kind : table.kinds().values()) {
      assertThat(Objects.requireNonNull(kind.sentences().get(Language.ZH)).facts())
          .as(kind.name())
          .containsExactlyInAnyOrderElementsOf(
              Objects.requireNonNull(kind.sentences().get(Language.EN)).facts());
    }
  }

  @Test
  void meaningsAreInTheirOwnLanguage() {
    for (Kind kind : table.kinds().values()) {
      assertThat(hasHan(kind.sentences().toString())).as(kind.name()).isTrue();
      for (Kind.Field field : kind.fields()) {
        String english = Objects.requireNonNull(field.meanings().get(Language.EN));
        assertThat(hasHan(english)).as(kind.name() + "." + field.name()).isFalse();
      }
    }
  }

  @Test
  void everyReasonHasBothLanguagesWithTheSamePlaces() {
    for (Reason reason : reasons()) {
      if (reason.name().equals("NONE")) {
        continue;
      }
      String name = reason.getClass().getSimpleName() + "." + reason.name();
      assertThat(reason.en()).as(name).isNotBlank().doesNotEndWith(".");
      assertThat(reason.zh()).as(name).isNotBlank().doesNotEndWith("。");
      boolean hasWords = !reason.zh().replaceAll("\\{[^}]*}", "").isBlank();
      assertThat(hasHan(reason.zh())).as(name).isEqualTo(hasWords);
      assertThat(hasHan(reason.en())).as(name).isFalse();
      assertThat(Sentence.ofReason(reason.zh()).facts())
          .as(name)
          .containsExactlyInAnyOrderElementsOf(Sentence.ofReason(reason.en()).facts());
    }
  }

  @Test
  void componentsAreOfTypesThatEveryViewKnows() {
    for (Class<? extends Step> kind : Facts.kinds().values()) {
      for (RecordComponent component : Facts.components(kind)) {
        assertThat(component.getGenericType().getTypeName())
            .as(kind.getSimpleName() + "." + component.getName())
            .isIn(
                "java.lang.String",
                "int",
                "long",
                "boolean",
                "double",
                "java.time.Duration",
                "java.time.Instant",
                "java.util.List<java.lang.String>",
                "java.util.List<java.lang.Long>",
                "java.util.List<java.lang.Integer>");
      }
    }
  }

  @Test
  void aTableThatIsWrongIsRefusedWithItsLine() {
    assertThatThrownBy(() -> StepTable.readKinds("A\n  en: {x\n"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("{ without }");
    assertThatThrownBy(() -> StepTable.readKinds("A\n  en: [a[b]]\n")).hasMessageContaining("nest");
    assertThatThrownBy(() -> StepTable.readKinds("A\n  en: a\n\nB\n"))
        .hasMessageContaining("A has no sentence in zh");
    assertThatThrownBy(() -> StepTable.readKinds("A\n  en: {x:nonsense}\n"))
        .hasMessageContaining("no such format");
    assertThatThrownBy(() -> StepTable.readKinds("A\n  x = only english\n"))
        .hasMessageContaining("line 2");
  }

  private static List<Reason> reasons() {
    var reasons = new ArrayList<Reason>();
    for (Class<?> family : Objects.requireNonNull(Reason.class.getPermittedSubclasses())) {
      for (Object constant : Objects.requireNonNull(family.getEnumConstants())) {
        reasons.add((Reason) constant);
      }
    }
    return reasons;
  }

  private static boolean hasHan(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
  }

  @Test
  void whatStandsThereTwiceIsRefused() {
    assertThatThrownBy(() -> StepTable.readWords("a = one | 一\nb = two | 二\na = an | 个\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a stands among the words twice");
    String kind = "K\n  en: it is\n  zh: 是\n";
    assertThatThrownBy(() -> StepTable.readKinds(kind + kind))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("K stands in the table twice");
  }
}
