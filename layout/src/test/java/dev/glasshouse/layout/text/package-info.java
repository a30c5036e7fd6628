@NullMarked
package dev.glasshouse.layout.text;

import org.jspecify.annotations.NullMarked;
