/**
 * The box tree: what the elements and texts of a document become before they have a place (CSS
 * Display 3).
 */
@NullMarked
package dev.glasshouse.layout.box;

import org.jspecify.annotations.NullMarked;
