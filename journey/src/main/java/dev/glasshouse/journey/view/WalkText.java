package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.words.Language;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Walk} as text for a terminal: for each zone the question and its server, what came, and
 * what was believed; then the chain of trust, the answer and the cost.
 */
public final class WalkText {
  private static final int LABEL = 10;
  private static final int NARROW = 40;

  /** Servers of a zone that failed and are told one by one. */
  private static final int FAILURES = 3;

  private final Walk walk;
  private final Look look;
  private final WalkWords words;
  private final StringBuilder text = new StringBuilder();
  private final int label;

  private WalkText(Walk walk, Look look, Language language) {
    this.walk = walk;
    this.look = look;
    this.words = new WalkWords(language);
    int longest = walk.cuts().stream().mapToInt(c -> Columns.width(c.zone())).max().orElse(0);
    this.label = Math.clamp(longest + 1L, LABEL, 24);
  }

  /** What of a walk is told. */
  public enum Part {
    /** The way alone. */
    WAY,
    /** The way and the chain of trust. */
    TRUST_TOO
  }

  /** The walk, a line feed after each line. */
  public static String render(Walk walk, Part part, Look look, Language language) {
    return new WalkText(walk, look, language).render(part);
  }

  private String render(Part part) {
    walk.cuts().forEach(this::cut);
    aside();
    known();
    if (part == Part.TRUST_TOO) {
      trust();
    }
    if (!text.isEmpty()) {
      text.append('\n');
    }
    boolean none = walk.ending().map(e -> e.answers().isEmpty()).orElse(true);
    line(words.word("answer", "答案"), none ? Tone.BAD : Tone.BOLD, words.answer(walk));
    line("", Tone.DIM, words.source(walk));
    line(words.word("cost", "花费"), Tone.DIM, words.cost(walk));
    return text.toString();
  }

  private enum Tone {
    PLAIN,
    DIM,
    BOLD,
    GOOD,
    BAD
  }

  private String paint(Tone tone, String what) {
    return switch (tone) {
      case PLAIN -> what;
      case DIM -> look.paint(Look.Ink.DIM, what);
      case BOLD -> look.paint(Look.Ink.BOLD, what);
      case GOOD -> look.paint(Look.Ink.GREEN, what);
      case BAD -> look.paint(Look.Ink.FAILURE, what);
    };
  }

  private void line(String head, Tone tone, String what) {
    if (what.isEmpty()) {
      return;
    }
    if (Columns.width(head) >= label) {
      text.append(paint(Tone.BOLD, head)).append('\n');
      line("", tone, what);
      return;
    }
    int room = look.width() == 0 ? Integer.MAX_VALUE : Math.max(NARROW, look.width() - label - 1);
    List<String> lines = Columns.wrap(what, room);
    String hanging = marked(what) ? "  " : "";
    if (!hanging.isEmpty() && lines.size() > 1) {
      lines = new ArrayList<>(List.of(lines.getFirst()));
      lines.addAll(Columns.wrap(what.substring(lines.getFirst().length()).strip(), room - 2));
    }
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == 0 ? paint(Tone.BOLD, Columns.padEnd(head, label)) : " ".repeat(label))
          .append(i == 0 ? "" : hanging)
          .append(paint(tone, lines.get(i)))
          .append('\n');
    }
  }

  /** Whether a line begins with a mark, which what follows stands behind. */
  private static boolean marked(String what) {
    return what.length() > 2 && what.charAt(1) == ' ';
  }

  private String mark(String fine, String plain) {
    return look.unicode() ? fine : plain;
  }

  private void cut(Walk.Cut cut) {
    String head = WalkWords.safe(cut.zone());
    int failed = 0;
    for (Walk.Ask ask : cut.asks()) {
      failed += ask.failed() ? 1 : 0;
      if (!ask.failed() || failed <= FAILURES) {
        line(head, Tone.PLAIN, "? " + asked(ask));
        came(ask);
        head = "";
      }
    }
    more(failed);
  }

  private void more(int failed) {
    if (failed > FAILURES) {
      int more = failed - FAILURES;
      line(
          "",
          Tone.BAD,
          mark("✗ ", "x ")
              + words.word(
                  "nor did " + more + " more help: " + failed + " in all",
                  "另外 " + more + " 个也没有帮上忙，共 " + failed + " 个"));
    }
  }

  private String asked(Walk.Ask ask) {
    var said = new StringBuilder(words.question(ask));
    said.append(words.word(" asked of ", " 问 "))
        .append(words.server(ask))
        .append(words.word(" by ", "，经 "))
        .append(words.transport(ask));
    if (ask.heard().isPresent()) {
      said.append(words.comma()).append(words.duration(ask.nanos()));
    }
    String why = words.wording().reason(ask.because().reason(), ask.because().arguments());
    int others = ask.because().refused().size();
    said.append(words.word(" (", "（")).append(why);
    if (others > 0) {
      said.append(
          words.word("; " + others + " other" + (others == 1 ? "" : "s"), "；另有 " + others + " 个"));
    }
    return said.append(words.word(")", "）")).toString();
  }

  private void came(Walk.Ask ask) {
    for (Walk.Again again : ask.again()) {
      Because because = again.because();
      line(
          "",
          Tone.DIM,
          "! "
              + again.transport()
              + words.word(": ", "：")
              + words.wording().reason(because.reason(), because.arguments()));
    }
    if (ask.failed()) {
      line("", Tone.BAD, mark("✗ ", "x ") + words.came(walk, ask));
    } else if (ask.referral().isPresent()) {
      line(
          "",
          Tone.PLAIN,
          mark("→ ", "> ")
              + words.came(walk, ask)
              + words.word("; ", "；")
              + words.kept(ask.referral().get()));
    } else {
      line("", Tone.GOOD, "= " + words.came(walk, ask));
    }
    ask.judged().ifPresent(this::glue);
  }

  private void glue(RecursionStep.RecordsJudged judged) {
    if (!judged.taken().isEmpty()) {
      line(
          "",
          Tone.DIM,
          "+ "
              + words.some(judged.taken())
              + words.word(
                  ": taken, in the bailiwick of " + judged.zone(),
                  "：采用，在 " + judged.zone() + " 的管辖范围内"));
    }
    List<String> inside = judged.refused().stream().filter(r -> inside(r, judged.zone())).toList();
    if (!inside.isEmpty()) {
      line(
          "",
          Tone.DIM,
          "- "
              + words.some(inside)
              + words.word(": not taken, asked for itself where needed", "：不采用，需要时另行询问"));
    }
    List<String> outside =
        judged.refused().stream().filter(r -> !inside(r, judged.zone())).toList();
    if (!outside.isEmpty()) {
      line(
          "",
          Tone.BAD,
          "- "
              + words.some(outside)
              + words.word(
                  ": refused, not for the servers of " + judged.zone() + " to say",
                  "：舍弃，不归 " + judged.zone() + " 的服务器说"));
    }
  }

  /** Whether "additional: a.example. A" is of a name at or below a zone. */
  private static boolean inside(String record, String zone) {
    List<String> parts = List.of(record.split(" ", -1));
    String name = parts.size() < 2 ? record : parts.get(parts.size() - 2);
    return zone.equals(".") || name.equals(zone) || name.endsWith("." + zone);
  }

  private void aside() {
    String head = words.word("aside", "旁问");
    int failed = 0;
    for (Walk.Ask ask : walk.aside()) {
      failed += ask.failed() ? 1 : 0;
      if (ask.failed() && failed > FAILURES) {
        continue;
      }
      String why =
          switch (ask.purpose()) {
            case PRIMING -> words.word("who serves the root", "根由谁服务");
            case ADDRESS -> words.word("where a server is", "服务器的地址");
            case TRUST -> words.word("for the chain of trust", "为信任链");
            case WAY -> "";
          };
      line(
          head,
          ask.failed() ? Tone.BAD : Tone.DIM,
          "? "
              + words.question(ask)
              + words.word(" asked of ", " 问 ")
              + words.server(ask)
              + words.comma()
              + (ask.failed() ? words.came(walk, ask) : words.duration(ask.nanos()))
              + words.word(": ", "：")
              + why);
      head = "";
    }
    more(failed);
  }

  /** What the cache knew by the time it was needed. */
  private void known() {
    List<String> known =
        walk.known().stream()
            .map(each -> WalkWords.safe(each.name()) + " " + each.type())
            .distinct()
            .toList();
    if (!known.isEmpty()) {
      line(
          words.word("cache", "缓存"),
          Tone.DIM,
          words.some(known) + words.word(": known by then, not asked again", "：届时已知，不再询问"));
    }
  }

  private void trust() {
    String head = words.word("trust", "信任");
    for (Walk.Link link : walk.links()) {
      link(head, link);
      head = "";
    }
    if (walk.judged().isPresent()) {
      RecursionStep.TrustJudged trust = walk.judged().get().trust();
      Because because = walk.judged().get().because();
      boolean told = walk.links().stream().anyMatch(l -> l.because().equals(because));
      String why = told ? "" : words.wording().because(because).orElse("");
      line(
          head,
          tone(trust.verdict()),
          mark("⇒ ", "= ")
              + WalkWords.safe(trust.name())
              + " "
              + trust.type()
              + words.word(" is ", " ")
              + words.verdict(trust.verdict())
              + (why.isEmpty() ? "" : words.word(": ", "：") + why));
    } else {
      line(head, Tone.PLAIN, nothingJudged());
    }
  }

  /** Why no signature was checked: nobody is trusted there. */
  private String nothingJudged() {
    List<String> unsigned = words.unsigned(walk);
    if (unsigned.isEmpty()) {
      return words.word("nothing was checked: no trust anchor speaks of it", "没有验证：没有信任锚涉及它");
    }
    String which = String.join(words.comma(), unsigned);
    return words.word(
        "not signed: " + which + (unsigned.size() == 1 ? " has" : " have") + " no DS",
        "未签名：" + which + " 没有 DS");
  }

  private void link(String head, Walk.Link link) {
    RecursionStep.ChainLinkChecked checked = link.checked();
    String why = words.wording().because(link.because()).orElse("");
    line(
        head,
        tone(checked.status()),
        mark(
                    checked.status().equals("bogus") ? "✗ " : "✓ ",
                    checked.status().equals("bogus") ? "x " : "+ ")
                .replace("✓", checked.status().equals("secure") ? "✓" : "○")
            + WalkWords.safe(checked.zone())
            + " "
            + words.verdict(checked.status())
            + words.word(": ", "：")
            + why);
    if (!checked.trusted().isEmpty()) {
      boolean root = checked.zone().equals(".");
      line(
          "",
          Tone.DIM,
          "  "
              + (root ? words.word("anchor ", "信任锚 ") : "DS ")
              + words.some(checked.trusted())
              + (checked.keys().isEmpty()
                  ? ""
                  : words.word("; keys ", "；密钥 ") + words.some(checked.keys())));
    }
  }

  private static Tone tone(String verdict) {
    return switch (verdict) {
      case "secure" -> Tone.GOOD;
      case "bogus" -> Tone.BAD;
      default -> Tone.PLAIN;
    };
  }
}
