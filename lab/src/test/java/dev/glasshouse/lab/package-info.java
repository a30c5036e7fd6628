@NullMarked
package dev.glasshouse.lab;

import org.jspecify.annotations.NullMarked;
