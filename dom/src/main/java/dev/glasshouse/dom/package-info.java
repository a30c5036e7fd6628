/** The document tree and the HTML parser. */
@NullMarked
package dev.glasshouse.dom;

import org.jspecify.annotations.NullMarked;
