package dev.glasshouse.dom.html;

/** Whether scripts run in the document ("scripting flag", HTML 13.2.4.5). */
public enum Scripting {
  /** The parser stops at each script, and {@code noscript} is text that nobody sees. */
  ON,
  /** Scripts are elements like others, and what is in {@code noscript} is shown. */
  OFF
}
