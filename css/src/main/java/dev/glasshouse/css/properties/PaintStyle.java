package dev.glasshouse.css.properties;

import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.css.values.BackgroundLayer;
import dev.glasshouse.css.values.BackgroundPosition;
import dev.glasshouse.css.values.BoxKeywords.BlendMode;
import dev.glasshouse.css.values.BoxKeywords.ImageRendering;
import dev.glasshouse.css.values.BoxKeywords.Isolation;
import dev.glasshouse.css.values.BoxKeywords.LineStyle;
import dev.glasshouse.css.values.BoxKeywords.PointerEvents;
import dev.glasshouse.css.values.BoxKeywords.UserSelect;
import dev.glasshouse.css.values.BoxKeywords.Visibility;
import dev.glasshouse.css.values.Corner;
import dev.glasshouse.css.values.Cursor;
import dev.glasshouse.css.values.Image;
import dev.glasshouse.css.values.Rgba;
import dev.glasshouse.css.values.Shadow;
import dev.glasshouse.css.values.Sides;
import dev.glasshouse.css.values.Transform;
import java.util.List;

/** The computed values that are painted. */
public sealed interface PaintStyle permits ComputedStyle {
  /** The computed value of a property, in the type that its row of {@link Property} makes. */
  Object value(Property property);

  /** {@code color}. */
  Rgba color();

  /** {@code background-color}. */
  Rgba backgroundColor();

  /** The background images with all that belongs to each, the topmost first; no {@code none}. */
  List<BackgroundLayer> backgroundLayers();

  /** The area that the background colour fills: the last layer's {@code background-clip}. */
  BoxArea backgroundColorClip();

  /** Used border widths in px: 0 where the style draws no line. */
  Sides<Double> borderWidth();

  /** The four border colours. */
  Sides<Rgba> borderColor();

  /** Used {@code border-top-width} in px: 0 where the style draws no line. */
  double borderTopWidth();

  /** {@code border-top-style}. */
  default LineStyle borderTopStyle() {
    return (LineStyle) value(Property.BORDER_TOP_STYLE);
  }

  /** {@code border-top-color}. */
  Rgba borderTopColor();

  /** Used {@code border-right-width} in px: 0 where the style draws no line. */
  double borderRightWidth();

  /** {@code border-right-style}. */
  default LineStyle borderRightStyle() {
    return (LineStyle) value(Property.BORDER_RIGHT_STYLE);
  }

  /** {@code border-right-color}. */
  Rgba borderRightColor();

  /** Used {@code border-bottom-width} in px: 0 where the style draws no line. */
  double borderBottomWidth();

  /** {@code border-bottom-style}. */
  default LineStyle borderBottomStyle() {
    return (LineStyle) value(Property.BORDER_BOTTOM_STYLE);
  }

  /** {@code border-bottom-color}. */
  Rgba borderBottomColor();

  /** Used {@code border-left-width} in px: 0 where the style draws no line. */
  double borderLeftWidth();

  /** {@code border-left-style}. */
  default LineStyle borderLeftStyle() {
    return (LineStyle) value(Property.BORDER_LEFT_STYLE);
  }

  /** {@code border-left-color}. */
  Rgba borderLeftColor();

  /** {@code border-top-left-radius}. */
  default Corner borderTopLeftRadius() {
    return (Corner) value(Property.BORDER_TOP_LEFT_RADIUS);
  }

  /** {@code border-top-right-radius}. */
  default Corner borderTopRightRadius() {
    return (Corner) value(Property.BORDER_TOP_RIGHT_RADIUS);
  }

  /** {@code border-bottom-right-radius}. */
  default Corner borderBottomRightRadius() {
    return (Corner) value(Property.BORDER_BOTTOM_RIGHT_RADIUS);
  }

  /** {@code border-bottom-left-radius}. */
  default Corner borderBottomLeftRadius() {
    return (Corner) value(Property.BORDER_BOTTOM_LEFT_RADIUS);
  }

  /** Used {@code outline-width} in px. */
  double outlineWidth();

  /** {@code outline-color}. */
  Rgba outlineColor();

  /** {@code outline-style}. */
  default LineStyle outlineStyle() {
    return (LineStyle) value(Property.OUTLINE_STYLE);
  }

  /** {@code outline-offset} in px. */
  default double outlineOffset() {
    return (Double) value(Property.OUTLINE_OFFSET);
  }

  /** {@code box-shadow}, the topmost first. */
  @SuppressWarnings("unchecked")
  default List<Shadow> boxShadow() {
    return (List<Shadow>) value(Property.BOX_SHADOW);
  }

  /** {@code opacity}, 0 to 1. */
  default double opacity() {
    return (Double) value(Property.OPACITY);
  }

  /** {@code visibility}. */
  default Visibility visibility() {
    return (Visibility) value(Property.VISIBILITY);
  }

  /** {@code transform}; empty for none. */
  @SuppressWarnings("unchecked")
  default List<Transform> transform() {
    return (List<Transform>) value(Property.TRANSFORM);
  }

  /** {@code transform-origin}, without its depth. */
  default BackgroundPosition transformOrigin() {
    return (BackgroundPosition) value(Property.TRANSFORM_ORIGIN);
  }

  /** {@code translate}; empty for none, else one function. */
  @SuppressWarnings("unchecked")
  default List<Transform> translate() {
    return (List<Transform>) value(Property.TRANSLATE);
  }

  /** {@code scale}; empty for none, else one function. */
  @SuppressWarnings("unchecked")
  default List<Transform> scale() {
    return (List<Transform>) value(Property.SCALE);
  }

  /** {@code rotate}; empty for none, else one function. */
  @SuppressWarnings("unchecked")
  default List<Transform> rotate() {
    return (List<Transform>) value(Property.ROTATE);
  }

  /** {@code clip-path}, as written. */
  default String clipPath() {
    return (String) value(Property.CLIP_PATH);
  }

  /** {@code clip}, as written. */
  default String clip() {
    return (String) value(Property.CLIP);
  }

  /** {@code filter}, as written. */
  default String filter() {
    return (String) value(Property.FILTER);
  }

  /** {@code mix-blend-mode}. */
  default BlendMode mixBlendMode() {
    return (BlendMode) value(Property.MIX_BLEND_MODE);
  }

  /** {@code isolation}. */
  default Isolation isolation() {
    return (Isolation) value(Property.ISOLATION);
  }

  /** {@code image-rendering}. */
  default ImageRendering imageRendering() {
    return (ImageRendering) value(Property.IMAGE_RENDERING);
  }

  /** {@code border-image-source}. */
  default Image borderImageSource() {
    return (Image) value(Property.BORDER_IMAGE_SOURCE);
  }

  /** {@code cursor}. */
  default Cursor cursor() {
    return (Cursor) value(Property.CURSOR);
  }

  /** {@code pointer-events}. */
  default PointerEvents pointerEvents() {
    return (PointerEvents) value(Property.POINTER_EVENTS);
  }

  /** {@code user-select}. */
  default UserSelect userSelect() {
    return (UserSelect) value(Property.USER_SELECT);
  }

  /** {@code appearance}. */
  default String appearance() {
    return (String) value(Property.APPEARANCE);
  }
}
