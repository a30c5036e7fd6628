package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.BoxKeywords.ObjectFit;
import dev.glasshouse.layout.box.NaturalSize;
import dev.glasshouse.layout.box.Replacement;
import dev.glasshouse.layout.fragment.Fragment;
import dev.glasshouse.layout.paint.Brush;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayItem.Border.Side;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.LineStyle;
import dev.glasshouse.layout.paint.Radii;
import dev.glasshouse.layout.paint.Rect;
import dev.glasshouse.layout.paint.RoundedRect;

/** Draws replaced content, simple controls and the shapes of list markers. */
final class ReplacedPainter {
  private static final int FRAME = 0xFF767676;
  private static final int ACCENT = 0xFF0075FF;
  private static final int FACE = 0xFFEFEFEF;

  private final DisplayList.Builder out;

  ReplacedPainter(DisplayList.Builder out) {
    this.out = out;
  }

  void content(Fragment.Replaced fragment, Area area) {
    ComputedStyle style = fragment.box().style().look().computed();
    RoundedRect content = area.contentBox();
    if (content.rect().isEmpty()) {
      return;
    }
    switch (fragment.box().content()) {
      case Replacement.Image image -> image(image, fragment, style, content);
      case Replacement.Control control -> control(control, content.rect());
      case Replacement.Blank _ -> {}
    }
  }

  /** An image in its box (CSS Images 3, 5.5). */
  private void image(
      Replacement.Image image, Fragment.Replaced fragment, ComputedStyle style, RoundedRect box) {
    Rect place = fitted(style, fragment.box().natural(), box.rect());
    boolean sticksOut =
        place.x() < box.rect().x() - 0.01f
            || place.y() < box.rect().y() - 0.01f
            || place.right() > box.rect().right() + 0.01f
            || place.bottom() > box.rect().bottom() + 0.01f;
    boolean clip = sticksOut || !box.radii().square();
    if (clip) {
      out.add(new DisplayItem.PushClip(box));
    }
    out.add(new DisplayItem.ImageRect(image.picture(), place, Backgrounds.sampling(style)));
    if (clip) {
      out.pop();
    }
  }

  private static Rect fitted(ComputedStyle style, NaturalSize natural, Rect box) {
    ObjectFit fit = style.objectFit();
    double ratio = natural.ratio().orElse(0);
    if (fit == ObjectFit.FILL || ratio <= 0) {
      return box;
    }
    double containWidth = Math.min(box.width(), box.height() * ratio);
    double coverWidth = Math.max(box.width(), box.height() * ratio);
    double ownWidth = natural.width().orElse(containWidth);
    double width =
        switch (fit) {
          case FILL -> box.width();
          case CONTAIN -> containWidth;
          case COVER -> coverWidth;
          case NONE -> ownWidth;
          case SCALE_DOWN -> Math.min(ownWidth, containWidth);
        };
    double height = width / ratio;
    float x = box.x() + (float) style.objectPosition().x().resolve(box.width() - width);
    float y = box.y() + (float) style.objectPosition().y().resolve(box.height() - height);
    return new Rect(x, y, (float) width, (float) height);
  }

  private void control(Replacement.Control control, Rect box) {
    switch (control.kind()) {
      case CHECKBOX -> {
        frame(new RoundedRect(box, Radii.all(2)), control.checked());
        if (control.checked()) {
          out.fill(box.grown(-box.width() * 0.3f), 0xFFFFFFFF);
        }
      }
      case RADIO -> {
        frame(new RoundedRect(box, Radii.all(box.width() / 2)), false);
        if (control.checked()) {
          Rect dot = box.grown(-box.width() * 0.25f);
          round(dot, ACCENT);
        }
      }
      case RANGE -> {
        Rect track = new Rect(box.x(), box.y() + box.height() / 2 - 3, box.width(), 6);
        out.add(new DisplayItem.Fill(new RoundedRect(track, Radii.all(3)), new Brush.Solid(FACE)));
        float d = Math.min(16, box.height());
        round(new Rect(box.x() + (box.width() - d) / 2, track.y() + 3 - d / 2, d, d), ACCENT);
      }
      case COLOR -> {
        out.fill(box, FACE);
        out.fill(box.grown(-4), 0xFF000000);
      }
      case BAR ->
          out.add(
              new DisplayItem.Fill(
                  new RoundedRect(box, Radii.all(box.height() / 2)), new Brush.Solid(FACE)));
    }
  }

  private void frame(RoundedRect box, boolean filled) {
    out.add(new DisplayItem.Fill(box, new Brush.Solid(filled ? ACCENT : 0xFFFFFFFF)));
    if (!filled) {
      out.add(DisplayItem.Border.all(box, new Side(1, LineStyle.SOLID, FRAME)));
    }
  }

  private void round(Rect box, int argb) {
    out.add(
        new DisplayItem.Fill(
            new RoundedRect(box, Radii.all(box.width() / 2)), new Brush.Solid(argb)));
  }

  void bullet(Fragment.Bullet bullet, int x, int y) {
    Rect box = Area.snapped(x, y, bullet.width(), bullet.height());
    int argb = bullet.marker().style().look().computed().color().argb();
    switch (bullet.marker().shape()) {
      case DISC -> round(box, argb);
      case SQUARE -> out.fill(box, argb);
      case CIRCLE ->
          out.add(
              DisplayItem.Border.all(
                  new RoundedRect(box, Radii.all(box.width() / 2)),
                  new Side(1, LineStyle.SOLID, argb)));
    }
  }
}
