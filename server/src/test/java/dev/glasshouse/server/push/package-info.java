@NullMarked
package dev.glasshouse.server.push;

import org.jspecify.annotations.NullMarked;
