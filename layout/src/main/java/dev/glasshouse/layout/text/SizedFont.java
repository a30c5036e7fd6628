package dev.glasshouse.layout.text;

/**
 * A face at a size, ready to draw with.
 *
 * @param face the face
 * @param size em size in px
 * @param emboldened whether the outlines are thickened, the family having no bold face
 * @param slanted whether the outlines are slanted, the family having no italic face
 */
public record SizedFont(FontFace face, float size, boolean emboldened, boolean slanted) {}
