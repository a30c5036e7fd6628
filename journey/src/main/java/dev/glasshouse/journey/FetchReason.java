package dev.glasshouse.journey;

/** Reasons of the client policy. */
public enum FetchReason implements Reason {
  PERMANENT_METHOD_KEPT("{0} is permanent, and the method stays {1}", "{0} 是永久重定向，方法仍为 {1}");

  private final String en;
  private final String zh;

  FetchReason(String en, String zh) {
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
