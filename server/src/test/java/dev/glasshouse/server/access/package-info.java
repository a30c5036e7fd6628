@NullMarked
package dev.glasshouse.server.access;

import org.jspecify.annotations.NullMarked;
