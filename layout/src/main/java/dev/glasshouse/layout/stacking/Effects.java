package dev.glasshouse.layout.stacking;

import dev.glasshouse.css.properties.ComputedStyle;
import dev.glasshouse.css.values.Transform;
import dev.glasshouse.layout.paint.DisplayItem;
import dev.glasshouse.layout.paint.DisplayItem.PushTransform;
import dev.glasshouse.layout.paint.DisplayList;
import dev.glasshouse.layout.paint.Rect;
import dev.glasshouse.layout.style.BoxStyle;
import java.awt.geom.AffineTransform;
import java.util.List;

/** What changes a layer as a whole: opacity (CSS Color 4, 14), transforms (CSS Transforms 1). */
final class Effects {
  private Effects() {}

  /** Begins the effects of a layer; how many pops end them. */
  static int push(Layer layer, BoxStyle style, DisplayList.Builder out) {
    if (!style.look().own()) {
      return 0;
    }
    ComputedStyle computed = style.look().computed();
    int pushes = 0;
    if (style.look().transformed()) {
      Rect box =
          Area.snapped(layer.x(), layer.y(), layer.fragment().width(), layer.fragment().height());
      AffineTransform matrix = matrix(computed, box);
      out.add(
          new PushTransform(
              (float) matrix.getScaleX(),
              (float) matrix.getShearY(),
              (float) matrix.getShearX(),
              (float) matrix.getScaleY(),
              (float) matrix.getTranslateX(),
              (float) matrix.getTranslateY()));
      pushes++;
    }
    if (computed.opacity() < 1) {
      out.add(new DisplayItem.PushOpacity((float) Math.max(0, computed.opacity())));
      pushes++;
    }
    return pushes;
  }

  /** The matrix on the page, around the origin of the transform (CSS Transforms 2, 8). */
  private static AffineTransform matrix(ComputedStyle style, Rect box) {
    double originX = box.x() + style.transformOrigin().x().resolve(box.width());
    double originY = box.y() + style.transformOrigin().y().resolve(box.height());
    var matrix = AffineTransform.getTranslateInstance(originX, originY);
    for (List<Transform> list :
        List.of(style.translate(), style.rotate(), style.scale(), style.transform())) {
      list.forEach(each -> matrix.concatenate(one(each, box)));
    }
    matrix.translate(-originX, -originY);
    return matrix;
  }

  /** One function; of those in space only what stays in the plane. */
  private static AffineTransform one(Transform transform, Rect box) {
    return switch (transform) {
      case Transform.Translate t ->
          AffineTransform.getTranslateInstance(
              t.x().resolve(box.width()), t.y().resolve(box.height()));
      case Transform.Scale s -> AffineTransform.getScaleInstance(s.x(), s.y());
      case Transform.Rotate r -> rotate(r);
      case Transform.Skew s ->
          AffineTransform.getShearInstance(
              Math.tan(Math.toRadians(s.xDegrees())), Math.tan(Math.toRadians(s.yDegrees())));
      case Transform.Matrix m -> new AffineTransform(m.a(), m.b(), m.c(), m.d(), m.e(), m.f());
      case Transform.Matrix3d m -> {
        List<Double> c = m.columns();
        yield new AffineTransform(c.get(0), c.get(1), c.get(4), c.get(5), c.get(12), c.get(13));
      }
      case Transform.Perspective _ -> new AffineTransform();
    };
  }

  private static AffineTransform rotate(Transform.Rotate rotate) {
    double angle = Math.toRadians(rotate.degrees());
    if (rotate.x() == 0 && rotate.y() == 0) {
      return AffineTransform.getRotateInstance(rotate.z() < 0 ? -angle : angle);
    }
    boolean aroundX = rotate.y() == 0 && rotate.z() == 0;
    boolean aroundY = rotate.x() == 0 && rotate.z() == 0;
    return AffineTransform.getScaleInstance(
        aroundY ? Math.cos(angle) : 1, aroundX ? Math.cos(angle) : 1);
  }
}
