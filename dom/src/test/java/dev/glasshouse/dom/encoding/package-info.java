/** Tests of the decoders. */
@NullMarked
package dev.glasshouse.dom.encoding;

import org.jspecify.annotations.NullMarked;
