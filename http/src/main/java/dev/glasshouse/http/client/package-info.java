/** The client's end: sends requests over sessions that it keeps. */
@NullMarked
package dev.glasshouse.http.client;

import org.jspecify.annotations.NullMarked;
