package dev.glasshouse.journey;

/** Reasons in making and ending connections. */
public enum ConnectionReason implements Reason {
  FIRST_CONNECTED("it connected first", "它最先连通");

  private final String en;
  private final String zh;

  ConnectionReason(String en, String zh) {
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
