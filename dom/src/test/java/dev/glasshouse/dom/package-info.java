/** Tests of the document tree. */
@NullMarked
package dev.glasshouse.dom;

import org.jspecify.annotations.NullMarked;
