package dev.glasshouse.journey.view;

import dev.glasshouse.journey.view.Look.Ink;
import dev.glasshouse.journey.view.Waterfall.Row;
import dev.glasshouse.journey.view.Waterfall.Segment;
import dev.glasshouse.journey.view.Waterfall.Span;
import dev.glasshouse.journey.view.Waterfall.Work;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The waterfall as text for a terminal. */
public final class WaterfallText {
  /** Rows that are drawn; what comes after is counted, except failures. */
  static final int MOST_ROWS = 500;

  /** Questions of one row that are drawn; what comes after is counted, except failures. */
  static final int MOST_QUESTIONS = 100;

  private final Waterfall waterfall;
  private final Level level;
  private final Look look;
  private final Language language;
  private final Wording wording;
  private final Values values;
  private final Grid grid;
  private final int bars;
  private final Axis axis;
  private final StringBuilder text = new StringBuilder();

  private WaterfallText(Waterfall waterfall, Level level, Look look, Language language) {
    this.waterfall = waterfall;
    this.level = level;
    this.look = look;
    this.language = language;
    this.wording = Wording.in(language);
    this.values = wording.values();
    this.grid = Grid.of(look);
    this.bars = grid.bars();
    this.axis = new Axis(waterfall.begin(), waterfall.end(), bars);
  }

  /** The waterfall, a line feed after each line. */
  public static String render(Waterfall waterfall, Look look, Language language) {
    return render(waterfall, Level.USUAL, look, language);
  }

  /** The same; in full each row's names open into the tree of questions behind them. */
  public static String render(Waterfall waterfall, Level level, Look look, Language language) {
    return new WaterfallText(waterfall, level, look, language).render();
  }

  private String render() {
    if (waterfall.rows().isEmpty() && waterfall.work().isEmpty()) {
      return zh() ? "没有任何请求\n" : "there were no requests\n";
    }
    axis();
    int left = 0;
    for (int i = 0; i < waterfall.rows().size(); i++) {
      Row row = waterfall.rows().get(i);
      if (i < MOST_ROWS || row.failed()) {
        row(row);
        if (level == Level.FULL) {
          questions(row);
        }
      } else {
        left++;
      }
    }
    if (left > 0) {
      text.append("  ").append(values.andMore(left)).append('\n');
    }
    waterfall.work().forEach(this::work);
    waterfall.milestones().forEach(this::milestone);
    legend();
    return text.toString();
  }

  private boolean zh() {
    return language == Language.ZH;
  }

  private void axis() {
    String ticks = axis.ticks(look.unicode() ? "╷" : "|", values);
    line(" ", Ink.DIM, zh() ? "请求" : "request", "", "", "", ticks, "");
  }

  private void row(Row row) {
    String method = row.method().equals("GET") ? "" : row.method() + " ";
    String url = method + row.url();
    String marks = marks(row.answer());
    boolean apart = grid.hasRoom(axis.column(row.span().begin()), axis.last(row.span()), marks);
    String beside = apart || marks.isEmpty() ? "" : (zh() ? "" : " ") + marks;
    if (Columns.width(url + beside) > grid.labels()) {
      url = method + row.url().replaceFirst("^https?://", "");
    }
    String status =
        row.answer().status() == 0
            ? (row.failed() ? "-" : "")
            : String.valueOf(row.answer().status());
    String size = row.answer().bytes() == 0 ? "" : values.bytes(row.answer().bytes());
    boolean bad = row.failed() || row.answer().status() >= 400;
    line(
        bad ? (look.unicode() ? "✗" : "!") : " ",
        row.failed() ? Ink.FAILURE : bad ? Ink.WARNING : Ink.BOLD,
        url + beside,
        status,
        size,
        connection(row.answer()),
        bar(row),
        values.duration(row.span().nanos()));
    if (row.failed()) {
      String why =
          wording.because(row.failure().because()).orElse(wording.word(row.failure().problem()));
      String problem = Columns.shortenMiddle(why, grid.width() - 4, look.ellipsis());
      text.append("    ").append(look.paint(Ink.FAILURE, problem)).append('\n');
    }
  }

  private void questions(Row row) {
    int left = 0;
    for (int i = 0; i < row.questions().size(); i++) {
      Waterfall.Question question = row.questions().get(i);
      if (i < MOST_QUESTIONS || question.failed()) {
        question(question);
      } else {
        left++;
      }
    }
    if (left > 0) {
      text.append("    ").append(values.andMore(left)).append('\n');
    }
  }

  private void question(Waterfall.Question question) {
    var bar = new StringBuilder();
    int first = axis.column(question.span().begin());
    int last = axis.last(question.span());
    for (int cell = 0; cell < bars; cell++) {
      bar.append(cell < first || cell > last ? " " : grid.glyph(Phase.NAME));
    }
    String label =
        "  ".repeat(question.depth() + 1)
            + question.name()
            + (question.type().isEmpty() ? "" : " " + question.type())
            + " @ "
            + server(question);
    line(
        question.failed() ? (look.unicode() ? "✗" : "!") : " ",
        question.failed() ? Ink.FAILURE : Ink.DIM,
        Columns.shortenMiddle(label, grid.labels(), look.ellipsis()),
        "",
        "",
        "",
        bar.toString(),
        values.duration(question.span().nanos()));
  }

  private String server(Waterfall.Question question) {
    return question.server().isEmpty()
        ? wording.word("our own resolver")
        : question.server().replaceFirst(":53$", "");
  }

  private void line(
      String mark,
      Ink ink,
      String label,
      String status,
      String size,
      String connection,
      String bar,
      String time) {
    text.append(grid.text(new Grid.Line(mark, ink, label, status, size, connection, bar, time)))
        .append('\n');
  }

  /** The connection, and the stream on it; what carried a request before has another sign. */
  private String connection(Waterfall.Answer answer) {
    if (answer.connection() == 0) {
      return "";
    }
    if (answer.stream().isPresent()) {
      String both = answer.connection() + "." + answer.stream().getAsLong();
      if (both.length() < grid.connections()) {
        return both;
      }
    }
    return (answer.reused() ? again() : "#") + answer.connection();
  }

  private String again() {
    return look.unicode() ? "↻" : "~";
  }

  private String bar(Row row) {
    int first = axis.column(row.span().begin());
    int last = axis.last(row.span());
    String[] cells = new String[bars];
    for (int cell = 0; cell < bars; cell++) {
      cells[cell] = cell < first || cell > last ? " " : glyph(row, cell, first == last);
    }
    return grid.noted(cells, first, last, marks(row.answer()));
  }

  /** The marks, as they stand beside the bar; 304 stands in the column of the status. */
  private String marks(Waterfall.Answer answer) {
    List<String> words =
        answer.marks().stream()
            .filter(mark -> mark != Mark.CONFIRMED)
            .map(mark -> mark.in(language))
            .toList();
    if (words.isEmpty()) {
      return "";
    }
    return zh() ? "（" + String.join("，", words) + "）" : "(" + String.join(", ", words) + ")";
  }

  /** What a cell shows: the phase that takes the most of its time. */
  private String glyph(Row row, int cell, boolean only) {
    double from = axis.from(cell);
    double to = axis.from(cell + 1);
    double most = 0;
    Segment shown = null;
    for (Segment segment : row.segments()) {
      double share =
          only ? segment.nanos() : Math.min(to, segment.end()) - Math.max(from, segment.begin());
      if (share > most) {
        most = share;
        shown = segment;
      }
    }
    if (shown == null) {
      return rest();
    }
    return grid.glyph(shown.phase());
  }

  /** Time of an exchange that is none of its phases: our own work before, between or after them. */
  private String rest() {
    return look.paint(Ink.GREY, look.unicode() ? "╌" : "_");
  }

  private void work(Work work) {
    char[] cells = " ".repeat(bars).toCharArray();
    long nanos = 0;
    for (Span span : work.spans()) {
      nanos += span.nanos();
      for (int cell = axis.column(span.begin()); cell <= axis.last(span); cell++) {
        boolean waits = work.sort() == Waterfall.Sort.BLOCKED;
        cells[cell] = look.unicode() ? (waits ? '·' : '■') : (waits ? '.' : '=');
      }
    }
    String sort = zh() ? work.sort().zh() : work.sort().en();
    Ink ink = work.sort() == Waterfall.Sort.BLOCKED ? Ink.GREY : Ink.YELLOW;
    String times = work.spans().size() == 1 ? "" : " x" + values.count(work.spans().size());
    String bar = look.paint(ink, new String(cells));
    line(" ", Ink.DIM, page(work.page()) + sort + times, "", "", "", bar, values.duration(nanos));
  }

  private String page(long page) {
    String word = zh() ? "页面" : "page";
    boolean many = waterfall.work().stream().mapToLong(Work::page).distinct().count() > 1;
    return (many && page != 0 ? word + " " + page : word) + (zh() ? "：" : ": ");
  }

  private void milestone(Waterfall.Milestone milestone) {
    int column = axis.column(milestone.at());
    String bar = " ".repeat(column) + (look.unicode() ? "▲" : "^") + " ".repeat(bars - column - 1);
    String name = values.say(milestone.name(), "word", "");
    String time = values.duration(milestone.at());
    line(" ", Ink.DIM, page(milestone.page()) + name, "", "", "", bar, time);
  }

  private void legend() {
    int column = 0;
    for (Phase phase : phases()) {
      column = legend(grid.glyph(phase), zh() ? phase.zh() : phase.en(), column);
    }
    column = legend(rest(), zh() ? "其他" : "other", column);
    if (grid.connections() > 0 && text.indexOf(" " + again()) >= 0) {
      column = legend(again(), zh() ? "复用的连接" : "connection used again", column);
    }
    if (waterfall.rows().stream().anyMatch(row -> row.answer().stream().isPresent())) {
      column = legend("1.3", zh() ? "连接 1 的流 3" : "connection 1, stream 3", column);
    }
    text.append(column == 0 ? "" : "\n");
    if (waterfall.dropped() > 0) {
      String count = values.count(waterfall.dropped());
      String full =
          zh() ? "记录已满，缺少 " + count + " 步" : "the record was full: " + count + " steps are missing";
      text.append("  ").append(look.paint(Ink.FAILURE, full)).append('\n');
    }
  }

  /** Adds an item to the legend, on a new line when the line is full. The column after it. */
  private int legend(String mark, String name, int column) {
    int width = 2 + (mark.startsWith("\u001b") ? 1 : Columns.width(mark)) + 1 + Columns.width(name);
    boolean full = column + width > grid.width();
    text.append(full ? "\n" : "").append("  ").append(mark).append(' ').append(name);
    return (full ? 0 : column) + width;
  }

  private Set<Phase> phases() {
    var phases = EnumSet.noneOf(Phase.class);
    for (Row row : waterfall.rows()) {
      row.segments().forEach(segment -> phases.add(segment.phase()));
    }
    return phases;
  }
}
