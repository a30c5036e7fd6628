package dev.glasshouse.css.properties;

/** What one declaration sets: a longhand, by its physical or by its logical name. */
public sealed interface Target permits Property, LogicalProperty {
  /** The name as in CSS. */
  String cssName();
}
