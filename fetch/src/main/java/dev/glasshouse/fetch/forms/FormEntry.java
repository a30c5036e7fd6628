package dev.glasshouse.fetch.forms;

import dev.glasshouse.http.Body;

/** One entry of a form (HTML, 4.10.21.4 "form data set"). */
public sealed interface FormEntry {
  /** The field's name. */
  String name();

  /** A text. */
  record Text(String name, String value) implements FormEntry {}

  /**
   * A file.
   *
   * @param file its name, without folders
   * @param type its media type
   * @param content its content, which may stream
   */
  record File(String name, String file, String type, Body content) implements FormEntry {}
}
