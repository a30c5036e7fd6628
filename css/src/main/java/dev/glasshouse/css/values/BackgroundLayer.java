package dev.glasshouse.css.values;

import dev.glasshouse.css.values.BackgroundKeywords.Attachment;
import dev.glasshouse.css.values.BackgroundKeywords.BoxArea;
import dev.glasshouse.css.values.BackgroundKeywords.Repeat;

/** One image of a background; the first of the list is the topmost (CSS Backgrounds 3, 3). */
public record BackgroundLayer(
    Image image,
    BackgroundPosition position,
    BackgroundSize size,
    Repeat repeatX,
    Repeat repeatY,
    BoxArea origin,
    BoxArea clip,
    Attachment attachment) {}
