package dev.glasshouse.journey.view;

import java.util.List;
import java.util.Locale;

/** The story as text for a terminal: the time of each step on the left, failures marked. */
public final class StoryText {
  /** Columns of the time, its unit and the mark. */
  private static final int LEFT = 15;

  private StoryText() {}

  /** The story, a line feed after each line. */
  public static String render(Story story, Look look) {
    var text = new StringBuilder();
    for (Story.Line line : story.lines()) {
      append(line, look, text);
    }
    return text.toString();
  }

  private static void append(Story.Line line, Look look, StringBuilder text) {
    String indent = "  ".repeat(line.depth());
    int room = look.width() - LEFT - indent.length() - 2;
    List<String> wrapped =
        look.width() <= 0 ? List.of(line.text()) : Columns.wrap(line.text(), Math.max(24, room));
    for (int i = 0; i < wrapped.size(); i++) {
      String left = i == 0 ? left(line, look) : " ".repeat(LEFT);
      text.append(left)
          .append(indent)
          .append(i == 0 ? "" : "  ")
          .append(body(line, wrapped.get(i), look))
          .append('\n');
    }
  }

  private static String left(Story.Line line, Look look) {
    boolean timed = line.tone() == Story.Tone.STEP || line.tone() == Story.Tone.FAILURE;
    String time = timed ? String.format(Locale.ROOT, "%9.1f ms", line.begin() / 1e6) : "";
    String mark =
        line.tone() == Story.Tone.FAILURE
            ? look.paint(Look.Ink.FAILURE, look.unicode() ? " ✗ " : " ! ")
            : "   ";
    return look.paint(Look.Ink.DIM, Columns.padEnd(time, LEFT - 3)) + mark;
  }

  private static String body(Story.Line line, String text, Look look) {
    return switch (line.tone()) {
      case STEP -> text;
      case SUMMARY -> look.paint(Look.Ink.BOLD, text);
      case FAILURE -> look.paint(Look.Ink.FAILURE, text);
      case ASIDE, MORE -> look.paint(Look.Ink.DIM, text);
    };
  }
}
