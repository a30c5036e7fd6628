/** What forms send (HTML, 4.10.21): multipart/form-data and text/plain. */
@NullMarked
package dev.glasshouse.fetch.forms;

import org.jspecify.annotations.NullMarked;
