/** What layout produces: pieces of boxes with their places. */
@NullMarked
package dev.glasshouse.layout.fragment;

import org.jspecify.annotations.NullMarked;
