@NullMarked
package dev.glasshouse.server.config;

import org.jspecify.annotations.NullMarked;
