@NullMarked
package dev.glasshouse.server.logs;

import org.jspecify.annotations.NullMarked;
