@NullMarked
package dev.glasshouse.server.rules;

import org.jspecify.annotations.NullMarked;
