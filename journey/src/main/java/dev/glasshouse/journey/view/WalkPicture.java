package dev.glasshouse.journey.view;

import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.words.Language;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Walk} as a picture: the resolver on the left, the zones on the right from the root down,
 * an arrow for each question, and one from each zone to the one that it leads to. What failed is
 * red; with the chain of trust a zone's box has the colour of its verdict.
 */
public final class WalkPicture {
  private static final int WIDTH = 1000;
  private static final int LIFE = 40;
  private static final int ZONES = 560;
  private static final int MARGIN = 20;
  private static final int LINE = 17;

  /** Columns of text beside an arrow, and in a zone's box. */
  private static final int BESIDE = 66;

  private static final int INSIDE = 54;

  /** Servers of one zone that failed and are drawn one by one. */
  private static final int FAILURES = 3;

  /** Zones that are drawn. */
  private static final int CUTS = 40;

  /** A line of a box. */
  private record Line(String tone, String text) {}

  private final Walk walk;
  private final WalkText.Part part;
  private final WalkWords words;
  private final Map<String, Walk.Link> links = new HashMap<>();
  private final Svg svg = new Svg();
  private int y = MARGIN;

  private WalkPicture(Walk walk, WalkText.Part part, Language language) {
    this.walk = walk;
    this.part = part;
    this.words = new WalkWords(language);
    walk.links().forEach(link -> links.put(link.checked().zone(), link));
  }

  /** The picture, as an SVG document. */
  public static String svg(Walk walk, WalkText.Part part, Language language) {
    return new WalkPicture(walk, part, language).draw();
  }

  private String draw() {
    String title =
        words.word(
            "From the root to " + WalkWords.safe(walk.name()) + " " + walk.type(),
            "从根到 " + WalkWords.safe(walk.name()) + " " + walk.type());
    svg.text(MARGIN, y + 14, "big", Columns.shortenMiddle(title, 100, "…"));
    y += 34;
    svg.box(MARGIN, y, 130, 30, "box");
    svg.text(MARGIN + 12, y + 20, "bold", words.word("this resolver", "本解析器"));
    y += 30;
    int top = y;
    y += 14;
    List<Walk.Cut> cuts = walk.cuts().stream().limit(CUTS).toList();
    for (int i = 0; i < cuts.size(); i++) {
      cut(cuts.get(i), i + 1 < cuts.size());
    }
    if (cuts.isEmpty()) {
      unanswered();
    }
    if (part == WalkText.Part.TRUST_TOO) {
      walk.links().stream()
          .filter(link -> cuts.stream().noneMatch(c -> c.zone().equals(link.checked().zone())))
          .limit(CUTS)
          .forEach(this::beside);
    }
    svg.line(LIFE, top, LIFE, y, "life");
    ending();
    return svg.document(WIDTH, y + MARGIN, title);
  }

  /** Nobody on the way was reached: who was asked beside it. */
  private void unanswered() {
    List<Walk.Ask> aside = walk.aside().stream().filter(Walk.Ask::failed).toList();
    for (Walk.Ask ask : aside.stream().limit(FAILURES).toList()) {
      y += asked(ask, y + LINE);
    }
    more(aside.size());
  }

  private void more(int failed) {
    if (failed > FAILURES) {
      int more = failed - FAILURES;
      svg.text(
          LIFE + 16,
          y + LINE,
          "bad",
          words.word(
              "✗ nor did " + more + " more help: " + failed + " in all",
              "✗ 另外 " + more + " 个也没有帮上忙，共 " + failed + " 个"));
      y += LINE + 8;
    }
  }

  private void cut(Walk.Cut cut, boolean leadsOn) {
    int begin = y;
    List<Line> inside = inside(cut);
    int boxHeight = 28 + LINE * inside.size();
    int failed = 0;
    for (Walk.Ask ask : cut.asks()) {
      failed += ask.failed() ? 1 : 0;
      if (!ask.failed() || failed <= FAILURES) {
        y += asked(ask, y + LINE);
      }
    }
    more(failed);
    int height = Math.max(boxHeight, y - begin - 6);
    String colour = colour(cut);
    svg.box(ZONES, begin, WIDTH - ZONES - MARGIN, height, ("box " + colour).strip());
    String zone = cut.zone().equals(".") ? words.word(". (the root)", ".（根）") : cut.zone();
    svg.text(ZONES + 12, begin + 19, "bold", fit(zone, INSIDE));
    for (int i = 0; i < inside.size(); i++) {
      Line line = inside.get(i);
      svg.text(ZONES + 12, begin + 19 + LINE * (i + 1), line.tone, fit(line.text, INSIDE));
    }
    y = begin + height;
    Optional<RecursionStep.ReferralFollowed> referral =
        cut.asks().stream().flatMap(a -> a.referral().stream()).reduce((_, last) -> last);
    if (leadsOn) {
      svg.arrow(ZONES + 24, y, ZONES + 24, y + 34, delegated(referral));
      referral.ifPresent(r ->
          svg.text(ZONES + 38, y + 21, "dim", words.word("delegates, ", "委派，") + words.kept(r)));
    }
    y += 34;
  }

  /** A zone of the chain of trust that needed no server of its own on the way. */
  private void beside(Walk.Link link) {
    var lines = new ArrayList<Line>();
    trust(link, lines);
    String colour = colour(link.checked().status());
    svg.arrow(ZONES + 24, y - 34, ZONES + 24, y, colour);
    svg.text(
        ZONES + 38,
        y - 13,
        "dim",
        link.checked().trusted().isEmpty() ? words.word("no DS", "没有 DS") : "DS");
    int height = 28 + LINE * lines.size();
    svg.box(ZONES, y, WIDTH - ZONES - MARGIN, height, ("box " + colour).strip());
    svg.text(ZONES + 12, y + 19, "bold", fit(link.checked().zone(), INSIDE));
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      svg.text(ZONES + 12, y + 19 + LINE * (i + 1), line.tone, fit(line.text, INSIDE));
    }
    y += height + 34;
  }

  /** The colour of a delegation: broken when the zone below it is. */
  private String delegated(Optional<RecursionStep.ReferralFollowed> referral) {
    return referral
        .map(r -> links.get(r.child()))
        .map(link -> colour(link.checked().status()))
        .orElse("");
  }

  /** An arrow with its question above it and what came below; how high that is. */
  private int asked(Walk.Ask ask, int at) {
    String kind = ask.failed() ? "bad" : "";
    String question =
        "? "
            + words.question(ask)
            + (walk.isMinimised(ask) ? words.word("  (minimised)", "（最小化）") : "");
    svg.text(LIFE + 16, at, "bold", fit(question, BESIDE));
    int line = at + 8;
    svg.arrow(LIFE, line, ZONES, line, kind);
    int below = line + LINE;
    var lines = new ArrayList<String>();
    String time =
        ask.heard().isPresent()
            ? " · " + words.transport(ask) + " · " + words.duration(ask.nanos())
            : "";
    lines.add(words.server(ask) + time);
    String came =
        (ask.failed() ? "✗ " : ask.referral().isPresent() ? "→ " : "= ") + words.came(walk, ask);
    List<String> wrapped = Columns.wrap(came, BESIDE);
    lines.addAll(wrapped.stream().limit(3).toList());
    for (int i = 0; i < lines.size(); i++) {
      String tone =
          i == 0 ? "dim" : ask.failed() ? "bad" : ask.referral().isPresent() ? "" : "good";
      svg.text(LIFE + 16, below, tone, fit(lines.get(i), BESIDE));
      below += LINE;
    }
    return below - at + 8;
  }

  /** What stands in a zone's box, line by line. */
  private List<Line> inside(Walk.Cut cut) {
    var lines = new ArrayList<Line>();
    for (Walk.Ask ask : cut.asks()) {
      ask.judged()
          .ifPresent(judged -> {
            if (!judged.taken().isEmpty()) {
              lines.add(
                  new Line(
                      "dim",
                      words.word("glue taken: ", "采用粘连：")
                          + judged.taken().size()
                          + words.word(", in the bailiwick of ", "，在管辖范围内：")
                          + judged.zone()));
            }
            if (!judged.refused().isEmpty()) {
              lines.add(
                  new Line(
                      "dim", words.word("not taken: ", "不采用：") + words.some(judged.refused())));
            }
          });
    }
    Optional.ofNullable(links.get(cut.zone()))
        .filter(_ -> part == WalkText.Part.TRUST_TOO)
        .ifPresent(link -> trust(link, lines));
    return lines.stream().distinct().limit(10).toList();
  }

  private void trust(Walk.Link link, List<Line> lines) {
    RecursionStep.ChainLinkChecked checked = link.checked();
    String tone = colour(checked.status()).isEmpty() ? "dim" : colour(checked.status());
    String mark =
        switch (checked.status()) {
          case "secure" -> "✓ ";
          case "bogus" -> "✗ ";
          default -> "○ ";
        };
    String verdict = mark + words.verdict(checked.status());
    if (checked.keys().isEmpty()) {
      String why = words.wording().reason(link.because().reason(), link.because().arguments());
      Columns.wrap(verdict + words.word(": ", "：") + why, INSIDE).stream()
          .limit(4)
          .forEach(line -> lines.add(new Line(tone, line)));
    } else {
      lines.add(new Line(tone, verdict));
    }
    String above = checked.zone().equals(".") ? words.word("anchor ", "信任锚 ") : "DS ";
    checked.trusted().stream()
        .limit(3)
        .forEach(ds -> lines.add(new Line("dim", "  " + above + ds)));
    checked.keys().stream().limit(3).forEach(key -> lines.add(new Line("dim", "  DNSKEY " + key)));
  }

  private String colour(Walk.Cut cut) {
    if (cut.failed()) {
      return "bad";
    }
    return part == WalkText.Part.TRUST_TOO && links.containsKey(cut.zone())
        ? colour(links.get(cut.zone()).checked().status())
        : "";
  }

  private static String colour(String status) {
    return switch (status) {
      case "secure" -> "good";
      case "bogus" -> "bad";
      default -> "";
    };
  }

  private void ending() {
    boolean none = walk.ending().map(e -> e.answers().isEmpty()).orElse(true);
    var lines = new ArrayList<String>(Columns.wrap(words.answer(walk), 125));
    String trust = "";
    if (part == WalkText.Part.TRUST_TOO) {
      trust =
          walk.judged()
              .map(j ->
                  words.verdict(j.trust().verdict())
                      + words.word(": ", "：")
                      + words.wording().reason(j.because().reason(), j.because().arguments()))
              .orElse(words.word("not checked: no trust anchor speaks of it", "没有验证：没有信任锚涉及它"));
    }
    int shown = Math.min(lines.size(), 6);
    int extra = trust.isEmpty() ? 2 : 3;
    svg.box(
        MARGIN, y, WIDTH - 2 * MARGIN, 16 + LINE * (shown + extra), none ? "box bad" : "box good");
    svg.text(MARGIN + 12, y + 20, "bold", words.word("answer", "答案"));
    int at = y + 20 + LINE;
    for (int i = 0; i < shown; i++, at += LINE) {
      svg.text(MARGIN + 12, at, none ? "bad" : "good", lines.get(i));
    }
    if (!trust.isEmpty()) {
      svg.text(MARGIN + 12, at, walk.isBogus() ? "bad" : "dim", fit(trust, 130));
      at += LINE;
    }
    String cost = words.cost(walk);
    String source = words.source(walk);
    svg.text(
        MARGIN + 12,
        at,
        "dim",
        fit(source.isEmpty() ? cost : source + words.word("; ", "；") + cost, 130));
    y += 16 + LINE * (shown + extra);
  }

  private static String fit(String text, int columns) {
    return Columns.shortenMiddle(WalkWords.safe(text), columns, "…");
  }
}
