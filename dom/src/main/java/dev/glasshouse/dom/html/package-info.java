/** The HTML parser and serializer (HTML Standard 13). */
@NullMarked
package dev.glasshouse.dom.html;

import org.jspecify.annotations.NullMarked;
