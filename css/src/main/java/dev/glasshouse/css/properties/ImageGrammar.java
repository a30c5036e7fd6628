package dev.glasshouse.css.properties;

import dev.glasshouse.css.syntax.ComponentValue.Dimension;
import dev.glasshouse.css.syntax.ComponentValue.Url;
import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.Color;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.Image.Extent;
import dev.glasshouse.css.values.Image.Line;
import dev.glasshouse.css.values.Image.Stop;
import dev.glasshouse.css.values.LengthPercentage;
import dev.glasshouse.css.values.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code <image>} (<a href="https://drafts.csswg.org/css-images-3/">CSS Images 3</a>). */
final class ImageGrammar {
  private ImageGrammar() {}

  static @Nullable Image imageOrNone(Values in) {
    return in.take("none") ? Image.None.NONE : image(in);
  }

  static @Nullable Image image(Values in) {
    String url = url(in);
    if (url != null) {
      return new Image.FromUrl(url);
    }
    String name = in.functionName();
    if (name.isEmpty()) {
      return null;
    }
    String plain = name.startsWith("-webkit-") ? name.substring(8) : name;
    boolean repeating = plain.startsWith("repeating-");
    String kind = repeating ? plain.substring(10) : plain;
    return switch (kind) {
      case "linear-gradient" -> linear(in.arguments(), repeating, name.startsWith("-webkit-"));
      case "radial-gradient" -> radial(in.arguments(), repeating);
      case "conic-gradient" -> conic(in.arguments(), repeating);
      case "image-set" -> imageSet(in.arguments());
      default -> null;
    };
  }

  /** {@code url()}; null where there is none. */
  static @Nullable String url(Values in) {
    if (in.peek() instanceof Url u) {
      in.next();
      return u.value();
    }
    Values arguments = in.takeFunction("url");
    arguments = arguments == null ? in.takeFunction("src") : arguments;
    String text = arguments == null ? null : arguments.takeString();
    return text;
  }

  private static @Nullable Image linear(Values in, boolean repeating, boolean prefixed) {
    int start = in.mark();
    Line line = new Line.Angle(180);
    Double angle = in.peek() instanceof Dimension ? Numeric.angle(in) : null;
    if (angle != null) {
      line = new Line.Angle(prefixed ? 90 - angle : angle);
    } else if (in.take("to") || prefixed) {
      Line corner = corner(in, prefixed);
      line = corner == null ? line : corner;
      if (corner == null && !prefixed) {
        return null;
      }
    }
    boolean given = angle != null || in.mark() > start;
    if (given && !in.takeComma()) {
      return null;
    }
    List<Stop> stops = stops(in);
    return stops == null ? null : new Image.LinearGradient(line, stops, repeating);
  }

  /** One or two sides; the prefixed form names where it comes from. */
  private static @Nullable Line corner(Values in, boolean prefixed) {
    int x = 0;
    int y = 0;
    for (int i = 0; i < 2; i++) {
      if (x == 0 && (in.keyword().equals("left") || in.keyword().equals("right"))) {
        x = in.keyword().equals("left") ? -1 : 1;
        in.next();
      } else if (y == 0 && (in.keyword().equals("top") || in.keyword().equals("bottom"))) {
        y = in.keyword().equals("top") ? -1 : 1;
        in.next();
      }
    }
    int sign = prefixed ? -1 : 1;
    if (x == 0 && y == 0) {
      return null;
    } else if (x != 0 && y != 0) {
      return new Line.Corner(sign * x, sign * y);
    }
    double degrees = y != 0 ? (sign * y < 0 ? 0 : 180) : sign * x < 0 ? 270 : 90;
    return new Line.Angle(degrees);
  }

  private static @Nullable Image radial(Values in, boolean repeating) {
    int start = in.mark();
    boolean circle = false;
    boolean ellipse = false;
    Extent extent = null;
    while (true) {
      if (in.take("circle")) {
        circle = true;
      } else if (in.take("ellipse")) {
        ellipse = true;
      } else if (extent == null) {
        extent = extent(in);
        if (extent == null) {
          break;
        }
      } else {
        break;
      }
    }
    if (extent instanceof Extent.Radii r && r.x().equals(r.y()) && !ellipse) {
      circle = true;
    }
    BackgroundPosition center = at(in);
    if (center == null || (in.mark() > start && !in.takeComma())) {
      return null;
    }
    Extent reach = extent == null ? Extent.Keyword.FARTHEST_CORNER : extent;
    List<Stop> stops = stops(in);
    return stops == null ? null : new Image.RadialGradient(circle, reach, center, stops, repeating);
  }

  private static @Nullable Extent extent(Values in) {
    Extent.Keyword word = EXTENT.parse(in);
    if (word != null) {
      return word;
    }
    LengthPercentage x = Numeric.positiveLengthPercentage(in);
    if (x == null) {
      return null;
    }
    LengthPercentage y = Numeric.positiveLengthPercentage(in);
    return new Extent.Radii(x, y == null ? x : y);
  }

  private static final Grammar<Extent.Keyword> EXTENT = Grammar.word(Extent.Keyword.class);

  /** {@code at position}, or the middle; null where the position is broken. */
  private static @Nullable BackgroundPosition at(Values in) {
    return in.take("at") ? PositionGrammar.position(in) : BackgroundPosition.CENTER;
  }

  private static @Nullable Image conic(Values in, boolean repeating) {
    int start = in.mark();
    double from = 0;
    if (in.take("from")) {
      Double angle = Numeric.angle(in);
      if (angle == null) {
        return null;
      }
      from = angle;
    }
    BackgroundPosition center = at(in);
    if (center == null || (in.mark() > start && !in.takeComma())) {
      return null;
    }
    List<Stop> stops = stops(in);
    return stops == null ? null : new Image.ConicGradient(from, center, stops, repeating);
  }

  /** Colours with up to two places each, hints between (CSS Images 4, 3.5). */
  private static @Nullable List<Stop> stops(Values in) {
    List<Stop> out = new ArrayList<>();
    do {
      LengthPercentage before = place(in);
      Color color = ColorGrammar.color(in);
      if (color == null) {
        if (before == null || out.isEmpty() || out.getLast().color().isEmpty()) {
          return null;
        }
        out.add(new Stop(Optional.empty(), Optional.of(before)));
        continue;
      }
      LengthPercentage first = before == null ? place(in) : before;
      LengthPercentage second = first == null ? null : place(in);
      out.add(new Stop(Optional.of(color), Optional.ofNullable(first)));
      if (second != null) {
        out.add(new Stop(Optional.of(color), Optional.of(second)));
      }
    } while (in.takeComma());
    boolean colored = out.getLast().color().isPresent();
    return in.atEnd() && colored && out.size() > 1 ? List.copyOf(out) : null;
  }

  private static @Nullable LengthPercentage place(Values in) {
    int mark = in.mark();
    LengthPercentage lp = Numeric.lengthPercentage(in);
    if (lp != null) {
      return lp;
    }
    in.reset(mark);
    Double degrees = in.peek() instanceof Dimension ? Numeric.angle(in) : null;
    return degrees == null ? null : new Percent(degrees / 3.6);
  }

  /** {@code image-set()}: the first whose resolution is not below the device's. */
  private static @Nullable Image imageSet(Values in) {
    Image best = null;
    double bestResolution = 0;
    double wanted = in.context().surroundings().devicePixelRatio();
    do {
      String text = in.takeString();
      Image image = text == null ? image(in) : new Image.FromUrl(text);
      if (image == null) {
        return null;
      }
      double resolution = 1;
      if (in.peek() instanceof Dimension d) {
        Calculation c = Units.calculation(d, in.context());
        in.next();
        resolution = c != null && c.unit() == Calculation.Unit.RESOLUTION ? c.constant() : 1;
      }
      in.takeFunction("type");
      boolean better =
          best == null
              || (bestResolution < wanted
                  ? resolution > bestResolution
                  : resolution >= wanted && resolution < bestResolution);
      if (better) {
        best = image;
        bestResolution = resolution;
      }
    } while (in.takeComma());
    return in.atEnd() ? best : null;
  }
}
