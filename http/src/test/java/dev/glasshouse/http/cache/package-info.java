@NullMarked
package dev.glasshouse.http.cache;

import org.jspecify.annotations.NullMarked;
