/** HTTP messages, codecs and connections, for both ends. */
@NullMarked
package dev.glasshouse.http;

import org.jspecify.annotations.NullMarked;
