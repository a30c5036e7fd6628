package dev.glasshouse.journey.view;

import dev.glasshouse.journey.view.Grid.Line;
import dev.glasshouse.journey.view.Lanes.Lane;
import dev.glasshouse.journey.view.Lanes.Use;
import dev.glasshouse.journey.view.Look.Ink;
import dev.glasshouse.journey.view.Waterfall.Span;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.util.Arrays;
import java.util.List;

/**
 * The connections' lanes as text for a terminal, in the columns of the waterfall: a line for each
 * connection, and under one that carries several requests at once a line for each of its streams.
 */
public final class LanesText {
  /** Streams of a connection that are drawn; what comes after is counted. */
  static final int MOST_STREAMS = 100;

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
    add(Ink.DIM, zh ? "连接" : "connection", "", "", ticks, "");
    for (Lane lane : lanes.lanes()) {
      lane(lane);
      if (lane.isMultiplexed()) {
        streams(lane);
      }
    }
    legend();
    return text.toString();
  }

  private void add(Ink ink, String label, String size, String connection, String bar, String time) {
    text.append(grid.text(new Line(" ", ink, label, "", size, connection, bar, time))).append('\n');
  }

  private void lane(Lane lane) {
    String where = lane.host().isEmpty() ? lane.remote() : lane.host();
    String label = "#" + lane.connection() + " " + where + " " + lane.version();
    int uses = lane.uses().size();
    String count = values.count(uses) + (zh ? " 个请求" : uses == 1 ? " req" : " reqs");
    String idle = lane.idle() > 0 ? (zh ? "闲 " : "idle ") + values.duration(lane.idle()) : "";
    add(Ink.BOLD, label.strip(), count, "", bar(lane), idle);
  }

  private void streams(Lane lane) {
    List<Use> drawn = lane.uses().stream().limit(MOST_STREAMS).toList();
    for (Use use : drawn) {
      String[] cells = blank();
      draw(cells, use);
      String method = use.method().equals("GET") ? "" : use.method() + " ";
      add(
          Ink.DIM,
          "   " + method + use.url().replaceFirst("^https?://[^/]*", ""),
          "",
          lane.connection() + "." + use.stream(),
          String.join("", cells),
          values.duration(use.span().nanos()));
    }
    int left = lane.uses().size() - drawn.size();
    if (left > 0) {
      text.append("     ").append(values.andMore(left)).append('\n');
    }
  }

  private String[] blank() {
    String[] cells = new String[grid.bars()];
    Arrays.fill(cells, " ");
    return cells;
  }

  private String bar(Lane lane) {
    String[] cells = blank();
    if (!lane.uses().isEmpty()) {
      long first = lane.uses().getFirst().span().begin();
      long last = lane.uses().stream().mapToLong(use -> use.span().end()).max().orElse(first);
      fill(cells, new Span(first, last), grid.glyph(Phase.QUEUED));
    }
    lane.dial().ifPresent(span -> fill(cells, span, grid.glyph(Phase.DIAL)));
    lane.tls().ifPresent(span -> fill(cells, span, grid.glyph(Phase.TLS)));
    lane.uses().forEach(use -> draw(cells, use));
    lane.closed()
        .ifPresent(at -> {
          if (at <= axis.end()) {
            cells[axis.column(at)] = look.paint(Ink.GREY, end());
          }
        });
    return String.join("", cells);
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
    if (use.answered().isPresent()) {
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
    boolean secure = lanes.lanes().stream().anyMatch(lane -> lane.tls().isPresent());
    text.append("  ").append(grid.glyph(Phase.DIAL)).append(zh ? " 建立连接" : " dial");
    if (secure) {
      text.append("  ").append(grid.glyph(Phase.TLS)).append(" TLS");
    }
    text.append("  ").append(look.paint(Ink.BLUE, begin())).append(zh ? " 一个请求" : " a request");
    text.append("  ").append(grid.glyph(Phase.WAIT)).append(zh ? " 等待" : " wait");
    text.append("  ").append(grid.glyph(Phase.RECEIVE)).append(zh ? " 接收" : " receive");
    text.append("  ").append(grid.glyph(Phase.QUEUED)).append(zh ? " 空闲" : " idle");
    boolean ends = lanes.lanes().stream().anyMatch(this::endsInside);
    if (ends) {
      text.append("  ").append(look.paint(Ink.GREY, end())).append(zh ? " 关闭" : " closed");
    }
    text.append('\n');
  }

  private boolean endsInside(Lane lane) {
    return lane.closed().orElse(Long.MAX_VALUE) <= axis.end();
  }
}
