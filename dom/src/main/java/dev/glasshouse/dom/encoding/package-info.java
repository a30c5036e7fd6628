/** The encodings of the web and their decoders (WHATWG Encoding Standard). */
@NullMarked
package dev.glasshouse.dom.encoding;

import org.jspecify.annotations.NullMarked;
