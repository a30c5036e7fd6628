/** Tests of the HTML parser. */
@NullMarked
package dev.glasshouse.dom.html;

import org.jspecify.annotations.NullMarked;
