@NullMarked
package dev.glasshouse.server.names;

import org.jspecify.annotations.NullMarked;
