package dev.glasshouse.journey.view;

import dev.glasshouse.journey.view.Grid.Line;
import dev.glasshouse.journey.view.Lanes.Lane;
import dev.glasshouse.journey.view.Lanes.Use;
import dev.glasshouse.journey.view.Look.Ink;
import dev.glasshouse.journey.view.Waterfall.Span;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The connections' lanes as text for a terminal, in the columns of the waterfall: a line for each
 * connection, and under one that carries several requests at once a line for each of its streams.
 */
public final class LanesText {
  /**
   * Streams of a connection that are drawn; what comes after is counted. A screen full: which
   * request went on which stream stands in the waterfall, too.
   */
  static final int MOST_STREAMS = 24;

  /** How many requests are under way: from one to the most that there were at once. */
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";

  private final Lanes lanes;
  private final Look look;
  private final boolean zh;
  private final Values values;
  private final Grid grid;
  private final Axis axis;
  private final StringBuilder text = new StringBuilder();

  private LanesText(Lanes lanes, Waterfall waterfall, Look look, Language language) {
    this.lanes = lanes;
    this.look = look;
    this.zh = language == Language.ZH;
    this.values = Wording.in(language).values();
    this.grid = Grid.of(look);
    this.axis = new Axis(waterfall.begin(), waterfall.end(), grid.bars());
  }

  /**
   * The lanes, a line feed after each line; nothing when there was no connection.
   *
   * @param waterfall that of the same journey, whose axis is taken
   */
  public static String render(Lanes lanes, Waterfall waterfall, Look look, Language language) {
    return new LanesText(lanes, waterfall, look, language).render();
  }

  private String render() {
    if (lanes.lanes().isEmpty()) {
      return "";
    }
    String ticks = axis.ticks(look.unicode() ? "╷" : "|", values);
    add(Ink.DIM, zh ? "连接" : "connection", "HTTP", "", "", ticks, "");
    for (Lane lane : lanes.lanes()) {
      lane(lane);
      if (lane.isMultiplexed()) {
        streams(lane);
      }
    }
    legend();
    return text.toString();
  }

  private void add(
      Ink ink,
      String label,
      String version,
      String size,
      String connection,
      String bar,
      String time) {
    text.append(grid.text(new Line(" ", ink, label, version, size, connection, bar, time)))
        .append('\n');
  }

  private void lane(Lane lane) {
    String where = lane.host().isEmpty() ? lane.remote() : lane.host();
    String label = "#" + lane.connection() + " " + where;
    int uses = lane.uses().size();
    String count = values.count(uses) + (zh ? " 个请求" : uses == 1 ? " req" : " reqs");
    String idle = lane.idle() > 0 ? (zh ? "闲 " : "idle ") + values.duration(lane.idle()) : "";
    String bar = lane.atOnce() > 1 ? heights(lane) : bar(lane);
    add(Ink.BOLD, label.strip(), version(lane), count, "", bar, idle);
    List<String> others = lane.otherHosts();
    if (!others.isEmpty()) {
      note((zh ? "同时服务：" : "serves as well: ") + String.join(zh ? "、" : ", ", others));
    }
    if (lane.atOnce() > 1) {
      String most = values.count(lane.atOnce());
      note(zh ? "最多同时 " + most + " 个请求" : "up to " + most + " requests at once");
    }
  }

  private void note(String note) {
    String shown = Columns.shortenMiddle(Values.text(note), grid.width() - 6, look.ellipsis());
    text.append("     ").append(look.paint(Ink.DIM, shown)).append('\n');
  }

  /** As short as a column of four takes it: 1.1, 2, 3, SPDY. */
  private static String version(Lane lane) {
    String version = lane.version().replaceFirst("^HTTP/", "");
    return version.substring(0, Math.min(4, version.length()));
  }

  private void streams(Lane lane) {
    List<Use> drawn = lane.uses().stream().limit(MOST_STREAMS).toList();
    for (Use use : drawn) {
      String[] cells = blank();
      draw(cells, use);
      boolean own = use.host().isEmpty() || use.host().equalsIgnoreCase(lane.host());
      String path = use.url().replaceFirst(own ? "^https?://[^/]*" : "^https?:", "");
      String method = use.method().equals("GET") ? "" : use.method() + " ";
      String note = use.isUnused() ? (zh ? "（未使用）" : "(not used)") : "";
      add(
          Ink.DIM,
          "   " + method + path,
          "",
          marks(use),
          lane.connection() + "." + use.stream(),
          grid.noted(cells, axis.column(use.span().begin()), axis.last(use.span()), note),
          use.isUnused() ? "" : values.duration(use.span().nanos()));
    }
    int left = lane.uses().size() - drawn.size();
    if (left > 0) {
      note(values.andMore(left));
    }
  }

  private String marks(Use use) {
    Language language = zh ? Language.ZH : Language.EN;
    return use.marks().stream().map(mark -> mark.in(language)).collect(Collectors.joining(" "));
  }

  private String[] blank() {
    String[] cells = new String[grid.bars()];
    Arrays.fill(cells, " ");
    return cells;
  }

  /** How many requests are under way at each moment, as heights. */
  private String heights(Lane lane) {
    String[] cells = made(lane);
    int most = Math.max(1, lane.atOnce());
    for (int cell = 0; cell < cells.length; cell++) {
      int now = underWay(lane, cell);
      if (now > 0) {
        boolean answers = isAnswered(lane, cell);
        cells[cell] = look.paint(answers ? Ink.BLUE : Ink.GREEN, height(now, most));
      }
    }
    closed(lane, cells);
    return String.join("", cells);
  }

  private String height(int now, int most) {
    if (!look.unicode()) {
      return now > 9 ? "+" : String.valueOf(now);
    }
    int height = (now * HEIGHTS.length() + most - 1) / most;
    return String.valueOf(HEIGHTS.charAt(Math.clamp(height, 1, HEIGHTS.length()) - 1));
  }

  private int underWay(Lane lane, int cell) {
    int now = 0;
    for (Use use : lane.uses()) {
      if (axis.column(use.span().begin()) <= cell && cell <= axis.last(use.span())) {
        now++;
      }
    }
    return now;
  }

  /** Whether an answer comes in at the time of a cell. */
  private boolean isAnswered(Lane lane, int cell) {
    return lane.uses().stream()
        .anyMatch(use ->
            use.answered().isPresent()
                && axis.column(use.answered().getAsLong()) <= cell
                && cell <= axis.last(use.span()));
  }

  private String bar(Lane lane) {
    String[] cells = made(lane);
    lane.uses().forEach(use -> draw(cells, use));
    closed(lane, cells);
    return String.join("", cells);
  }

  /** How it was made, and from when to when it was in use. */
  private String[] made(Lane lane) {
    String[] cells = blank();
    if (!lane.uses().isEmpty()) {
      long first = lane.uses().getFirst().span().begin();
      long last = lane.uses().stream().mapToLong(use -> use.span().end()).max().orElse(first);
      fill(cells, new Span(first, last), grid.glyph(Phase.QUEUED));
    }
    lane.dial().ifPresent(span -> fill(cells, span, grid.glyph(Phase.DIAL)));
    lane.tls().ifPresent(span -> fill(cells, span, grid.glyph(Phase.TLS)));
    return cells;
  }

  private void closed(Lane lane, String[] cells) {
    if (endsInside(lane)) {
      cells[axis.column(lane.closed().orElse(0))] = look.paint(Ink.GREY, end());
    }
  }

  private String end() {
    return look.unicode() ? "┤" : "]";
  }

  private String begin() {
    return look.unicode() ? "├" : "[";
  }

  /** A request: where it begins, the wait for its answer, and the answer. */
  private void draw(String[] cells, Use use) {
    long answered = use.answered().orElse(use.span().end());
    fill(cells, new Span(use.span().begin(), answered), grid.glyph(Phase.WAIT));
    if (use.answered().isPresent() && use.span().end() > answered) {
      fill(cells, new Span(answered, use.span().end()), grid.glyph(Phase.RECEIVE));
    }
    cells[axis.column(use.span().begin())] = look.paint(Ink.BLUE, begin());
    if (!use.whole()) {
      cells[axis.last(use.span())] = look.paint(Ink.FAILURE, look.unicode() ? "✗" : "!");
    }
  }

  private void fill(String[] cells, Span span, String glyph) {
    for (int cell = axis.column(span.begin()); cell <= axis.last(span); cell++) {
      cells[cell] = glyph;
    }
  }

  private void legend() {
    var items = new ArrayList<String>();
    boolean secure = lanes.lanes().stream().anyMatch(lane -> lane.tls().isPresent());
    items.add(grid.glyph(Phase.DIAL) + (zh ? " 建立连接" : " dial"));
    if (secure) {
      items.add(grid.glyph(Phase.TLS) + " TLS");
    }
    items.add(look.paint(Ink.BLUE, begin()) + (zh ? " 一个请求" : " a request"));
    items.add(grid.glyph(Phase.WAIT) + (zh ? " 等待" : " wait"));
    items.add(grid.glyph(Phase.RECEIVE) + (zh ? " 接收" : " receive"));
    items.add(grid.glyph(Phase.QUEUED) + (zh ? " 空闲" : " idle"));
    if (lanes.lanes().stream().anyMatch(lane -> lane.atOnce() > 1)) {
      String heights = look.unicode() ? "▁▄█" : "1-9";
      items.add(look.paint(Ink.GREEN, heights) + (zh ? " 同时进行的请求" : " requests at once"));
    }
    if (lanes.lanes().stream().anyMatch(this::endsInside)) {
      items.add(look.paint(Ink.GREY, end()) + (zh ? " 关闭" : " closed"));
    }
    int column = 0;
    for (String item : items) {
      int width = 2 + Columns.width(item.replaceAll("\u001b\\[[0-9;]*m", ""));
      boolean isFull = column + width > grid.width();
      text.append(isFull ? "\n" : "").append("  ").append(item);
      column = (isFull ? 0 : column) + width;
    }
    text.append('\n');
  }

  private boolean endsInside(Lane lane) {
    return lane.closed().orElse(Long.MAX_VALUE) <= axis.end();
  }
}
