package dev.glasshouse.journey;

/** Reasons about the journey itself. */
public enum JourneyReason implements Reason {
  NONE("", ""),
  ASKED_FOR("it was asked for", "用户要求这样做");

  private final String en;
  private final String zh;

  JourneyReason(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  @Override
  public String en() {
    return en;
  }

  @Override
  public String zh() {
    return zh;
  }
}
