@NullMarked
package dev.glasshouse.server.web;

import org.jspecify.annotations.NullMarked;
