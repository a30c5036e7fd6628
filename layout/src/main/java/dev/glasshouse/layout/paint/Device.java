package dev.glasshouse.layout.paint;

import io.github.humbleui.skija.Matrix33;
import io.github.humbleui.types.RRect;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where the px of the page fall on the pixels of one band: the transforms in force, edges laid on
 * whole pixels, and what lies outside the band.
 */
final class Device {

  /** x' = a x + c y + e, y' = b x + d y + f. */
  private record Matrix(float a, float b, float c, float d, float e, float f) {
    Matrix then(DisplayItem.PushTransform t) {
      return new Matrix(
          a * t.a() + c * t.b(),
          b * t.a() + d * t.b(),
          a * t.c() + c * t.d(),
          b * t.c() + d * t.d(),
          a * t.e() + c * t.f() + e,
          b * t.e() + d * t.f() + f);
    }
  }

  private final int width;
  private final int height;
  private final Deque<Matrix> stack = new ArrayDeque<>();
  private Matrix now;

  /** A band whose first row is row {@code firstRow} of the view's picture. */
  Device(View view, int firstRow, int rows) {
    this.width = view.pixelWidth();
    this.height = rows;
    float s = view.scale();
    this.now = new Matrix(s, 0, 0, s, -view.x() * s, -view.y() * s - firstRow);
  }

  Matrix33 matrix() {
    return new Matrix33(now.a, now.c, now.e, now.b, now.d, now.f, 0, 0, 1);
  }

  void push(DisplayItem.PushTransform transform) {
    stack.push(now);
    now = now.then(transform);
  }

  void pop() {
    now = stack.pop();
  }

  /** Device pixels for a px, where both axes agree; the larger of the two else. */
  float scale() {
    return (float) Math.max(Math.hypot(now.a, now.b), Math.hypot(now.c, now.d));
  }

  /** Whether px stay upright rectangles on the device. */
  boolean upright() {
    return now.b == 0 && now.c == 0 && now.a > 0 && now.d > 0;
  }

  /** Whether nothing of the rectangle can be seen in the band. */
  boolean misses(float x, float y, float right, float bottom) {
    if (!upright()) {
      return false;
    }
    return now.a * right + now.e < 0
        || now.d * bottom + now.f < 0
        || now.a * x + now.e > width
        || now.d * y + now.f > height;
  }

  /** The rectangle with its edges on whole pixels, as browsers paint boxes; never made empty. */
  Rect snapped(Rect r) {
    if (!upright()) {
      return r;
    }
    float left = snapX(r.x());
    float top = snapY(r.y());
    float right = Math.max(snapX(r.right()), r.width() > 0 ? left + 1 / now.a : left);
    float bottom = Math.max(snapY(r.bottom()), r.height() > 0 ? top + 1 / now.d : top);
    return new Rect(left, top, right - left, bottom - top);
  }

  RoundedRect snapped(RoundedRect r) {
    return new RoundedRect(snapped(r.rect()), r.radii());
  }

  /** The nearest place downwards that is the edge of a pixel. */
  float wholeY(float y) {
    return upright() ? snapY(y) : y;
  }

  /** A length that is a whole number of pixels, at least one. */
  float wholeLength(float length) {
    return upright() ? Math.max(1, Math.round(length * now.d)) / now.d : length;
  }

  private float snapX(float x) {
    return (Math.round(now.a * x + now.e) - now.e) / now.a;
  }

  private float snapY(float y) {
    return (Math.round(now.d * y + now.f) - now.f) / now.d;
  }

  static io.github.humbleui.types.Rect skia(Rect r) {
    return io.github.humbleui.types.Rect.makeXYWH(
        r.x(), r.y(), Math.max(0, r.width()), Math.max(0, r.height()));
  }

  static RRect skia(RoundedRect r) {
    Radii q = r.fitting();
    float[] radii = {
      q.topLeftX(), q.topLeftY(), q.topRightX(), q.topRightY(),
      q.bottomRightX(), q.bottomRightY(), q.bottomLeftX(), q.bottomLeftY()
    };
    Rect rect = r.rect();
    return RRect.makeComplexXYWH(
        rect.x(), rect.y(), Math.max(0, rect.width()), Math.max(0, rect.height()), radii);
  }
}
