@NullMarked
package dev.glasshouse.fetch.cache;

import org.jspecify.annotations.NullMarked;
