package dev.glasshouse.journey.words;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Source;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says steps, reasons and refused alternatives in one language. */
public final class Wording {
  private static final Pattern BEHIND_URL = Pattern.compile("([a-z]+:\\S+): (.*)", Pattern.DOTALL);

  private final StepTable table;
  private final Language language;
  private final Values values;

  /** The sentences of reasons that were said before, by how they are written. */
  private final Map<String, Sentence> reasons = new ConcurrentHashMap<>();

  private static final class Standard {
    static final Wording EN = new Wording(StepTable.standard(), Language.EN);
    static final Wording ZH = new Wording(StepTable.standard(), Language.ZH);
  }

  /** The words of the program's own table, in a language. */
  public static Wording in(Language language) {
    return switch (language) {
      case EN -> Standard.EN;
      case ZH -> Standard.ZH;
    };
  }

  /** The words of a table, in a language. */
  public Wording(StepTable table, Language language) {
    this.table = table;
    this.language = language;
    this.values = table.values(language);
  }

  /** The language. */
  public Language language() {
    return language;
  }

  /** How values are said. */
  public Values values() {
    return values;
  }

  /** What a step says, without its reason. */
  public String sentence(Entry entry) {
    return sentence(entry, Facts.of(entry.step()));
  }

  private String sentence(Entry entry, Map<String, Object> facts) {
    Kind kind = table.kind(entry.step().kind());
    return sentenceOf(kind)
        .say(
            name -> name.equals("took") ? Duration.ofNanos(entry.nanos()) : fact(facts, name),
            values);
  }

  /** What a step says, with its reason, the clause that decided, and where its facts come from. */
  public String whole(Entry entry) {
    Map<String, Object> facts = Facts.of(entry.step());
    Optional<String> problem = problem(entry.because(), facts);
    var said = new StringBuilder();
    if (problem.isPresent()) {
      var told = new HashMap<>(facts);
      told.put("problem", problem.get());
      said.append(sentence(entry, told)).append(clause(entry.because()).orElse(""));
    } else {
      said.append(sentence(entry, withoutUrl(facts)));
      String colon = chinese() ? "：" : ": ";
      String because = said.indexOf(colon) < 0 ? colon : chinese() ? "，因为" : ", because ";
      because(entry.because())
          .ifPresent(why -> {
            // A blank stands between Chinese and Latin characters, but none after a full-width
            // mark.
            boolean isLatin = why.codePointAt(0) < 0x2e80 && because.endsWith("为");
            said.append(because).append(isLatin ? " " : "").append(why);
          });
    }
    if (problem.isEmpty() && entry.because().reason().en().isEmpty()) {
      clause(entry.because()).ifPresent(said::append);
    }
    source(entry.source())
        .ifPresent(source -> said.append(chinese() ? "（" + source + "）" : " [" + source + "]"));
    return said.toString();
  }

  /**
   * What went wrong, in this language, where the fact {@code problem} is the reason in English: it
   * would be told twice otherwise, and once in the wrong language.
   */
  private Optional<String> problem(Because because, Map<String, Object> facts) {
    if (because.reason().en().isEmpty() || !(facts.get("problem") instanceof String problem)) {
      return Optional.empty();
    }
    String reason = english(because);
    if (reason.isBlank() || !Values.text(problem).contains(reason)) {
      return Optional.empty();
    }
    String told =
        Values.text(problem).replace(reason, reason(because.reason(), because.arguments()));
    if (!because.clause().isNone()) {
      told = told.replace(" (" + because.clause() + ")", "");
    }
    return Optional.of(withoutUrl(told, facts));
  }

  private static Map<String, Object> withoutUrl(Map<String, Object> facts) {
    if (!(facts.get("problem") instanceof String problem)) {
      return facts;
    }
    var told = new HashMap<>(facts);
    told.put("problem", withoutUrl(problem, facts));
    return told;
  }

  /** A problem that does not begin with the URL that the sentence tells anyway. */
  private static String withoutUrl(String problem, Map<String, Object> facts) {
    String prefix = facts.get("url") + ": ";
    return problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem;
  }

  /**
   * What went wrong on a journey, which was told in English: in this language, as far as a reason
   * in the record or the table of words has it.
   */
  public String problem(String english, Journey journey) {
    String told = Values.safe(english);
    Optional<Because> longest = Optional.empty();
    int length = 0;
    for (Entry entry : journey.entries()) {
      String reason = english(entry.because());
      if (reason.length() > length && told.contains(reason)) {
        longest = Optional.of(entry.because());
        length = reason.length();
      }
    }
    return problem(longest.map(because -> inThisLanguage(told, because)).orElse(told));
  }

  /** What went wrong and was told in English, as far as the table of words has it. */
  public String problem(String english) {
    String told = values.phrase(english);
    Matcher behindUrl = BEHIND_URL.matcher(told);
    return chinese() && behindUrl.matches()
        ? behindUrl.group(1) + "：" + values.phrase(behindUrl.group(2))
        : told;
  }

  private String inThisLanguage(String problem, Because because) {
    String told = problem.replace(english(because), reason(because.reason(), because.arguments()));
    return because.clause().isNone()
        ? told
        : told.replace(" (" + because.clause() + ")", clause(because).orElse(""));
  }

  /** A reason's sentence in English, as problems carry it. */
  private String english(Because because) {
    return Sentence.ofReason(because.reason().en())
        .say(place -> argument(because.arguments(), place), table.values(Language.EN));
  }

  /** A reason with its arguments and its clause; empty when nothing was decided. */
  public Optional<String> because(Because because) {
    if (because.reason().en().isEmpty()) {
      return Optional.empty();
    }
    String reason = reason(because.reason(), because.arguments());
    return Optional.of(reason + clause(because).orElse(""));
  }

  /** A reason's sentence with its arguments. */
  public String reason(Reason reason, List<Object> arguments) {
    String template = chinese() ? reason.zh() : reason.en();
    Sentence known = reasons.get(template);
    if (known == null) {
      known = Sentence.ofReason(template);
      reasons.put(template, known);
    }
    return known.say(place -> argument(arguments, place), values);
  }

  /** An alternative that was refused, with its why. */
  public String refused(Because.Refused refused) {
    String alternative = Values.text(refused.alternative());
    String why = reason(refused.reason(), refused.arguments());
    if (why.isEmpty()) {
      return (chinese() ? "没有采用 " : "not ") + alternative;
    }
    return chinese() ? "没有采用 " + alternative + "：" + why : "not " + alternative + ": " + why;
  }

  /** Where facts come from, when it is worth telling: they were not measured here. */
  public Optional<String> source(Source source) {
    return switch (source) {
      case MEASURED -> Optional.empty();
      case KERNEL -> Optional.of(chinese() ? "由内核提供" : "told by the kernel");
      case PEER -> Optional.of(chinese() ? "由对方提供，未经核实" : "told by the peer");
      case DERIVED -> Optional.of(chinese() ? "由其他记录推得" : "derived from other facts");
    };
  }

  /** A fixed word of the engine's, as it is called in this language. */
  public String word(String word) {
    return values.say(word, "word", "");
  }

  private Optional<String> clause(Because because) {
    if (because.clause().isNone()) {
      return Optional.empty();
    }
    String clause = Values.text(because.clause().toString());
    return Optional.of(chinese() ? "（" + clause + "）" : " (" + clause + ")");
  }

  private Sentence sentenceOf(Kind kind) {
    Sentence sentence = kind.sentences().get(language);
    return sentence == null ? Sentence.of("") : sentence;
  }

  private static Object fact(Map<String, Object> facts, String name) {
    return facts.getOrDefault(name, "");
  }

  private static Object argument(List<Object> arguments, String place) {
    for (int i = 0; i < place.length(); i++) {
      if (place.charAt(i) < '0' || place.charAt(i) > '9') {
        return "?";
      }
    }
    int index = Integer.parseInt(place);
    return index < arguments.size() ? arguments.get(index) : "?";
  }

  private boolean chinese() {
    return language == Language.ZH;
  }
}
