@NullMarked
package dev.glasshouse.edge.cache;

import org.jspecify.annotations.NullMarked;
