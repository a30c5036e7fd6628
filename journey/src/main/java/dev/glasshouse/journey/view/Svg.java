package dev.glasshouse.journey.view;

import java.util.Locale;

/** Writes a picture as SVG 1.1, with a style sheet that knows light and dark. */
final class Svg {
  private static final String STYLE =
      """
      svg { color-scheme: light dark }
      text { font: 12px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1f2328 }
      .back { fill: #ffffff }
      .box { fill: #f6f8fa; stroke: #57606a; stroke-width: 1 }
      .line { stroke: #57606a; stroke-width: 1.5; fill: none }
      .tip { fill: #57606a }
      .bold { font-weight: 700 }
      .big { font-size: 15px; font-weight: 700 }
      text.dim { fill: #59636e }
      text.good { fill: #116329 }
      text.bad { fill: #b3131e }
      .box.good, .line.good { stroke: #1a7f37 }
      .box.bad, .line.bad { stroke: #cf222e }
      .box.good, .box.bad { stroke-width: 2 }
      .tip.good { fill: #1a7f37 }
      .tip.bad { fill: #cf222e }
      .line.bad { stroke-dasharray: 5 4 }
      .life { stroke: #8c959f; stroke-width: 3 }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .back { fill: #0d1117 }
        .box { fill: #161b22; stroke: #8b949e }
        .line { stroke: #8b949e }
        .tip { fill: #8b949e }
        text.dim { fill: #9da7b3 }
        text.good { fill: #56d364 }
        text.bad { fill: #ff8e87 }
        .box.good, .line.good { stroke: #3fb950 }
        .box.bad, .line.bad { stroke: #f85149 }
        .tip.good { fill: #3fb950 }
        .tip.bad { fill: #f85149 }
        .life { stroke: #6e7681 }
      }
      """;

  private final StringBuilder body = new StringBuilder();

  Svg box(int x, int y, int width, int height, String kind) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
            kind,
            x,
            y,
            width,
            height));
    return this;
  }

  Svg line(int x1, int y1, int x2, int y2, String kind) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
            kind,
            x1,
            y1,
            x2,
            y2));
    return this;
  }

  /** An arrow, straight along one of the axes. */
  Svg arrow(int x1, int y1, int x2, int y2, String kind) {
    line(x1, y1, x2, y2, ("line " + kind).strip());
    int dx = Integer.signum(x2 - x1);
    int dy = Integer.signum(y2 - y1);
    body.append(
        String.format(
            Locale.ROOT,
            "<path class=\"%s\" d=\"M%d %dL%d %dL%d %dZ\"/>%n",
            ("tip " + kind).strip(),
            x2,
            y2,
            x2 - 9 * dx - 4 * dy,
            y2 - 9 * dy - 4 * dx,
            x2 - 9 * dx + 4 * dy,
            y2 - 9 * dy + 4 * dx));
    return this;
  }

  Svg text(int x, int y, String kind, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%d\" y=\"%d\" xml:space=\"preserve\">%s</text>%n",
            kind,
            x,
            y,
            escaped(text)));
    return this;
  }

  /** The whole document. */
  String document(int width, int height, String title) {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
        <title>%s</title>
        <style>
        %s</style>
        <rect class="back" width="%d" height="%d"/>
        %s</svg>
        """,
        width,
        height,
        width,
        height,
        escaped(title),
        STYLE,
        width,
        height,
        body);
  }

  /** Text as XML 1.0 takes it; characters that it does not take become question marks. */
  static String escaped(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean good = c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
          switch (good ? c : '?') {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '?' -> safe.append('?');
            default -> safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }
}
