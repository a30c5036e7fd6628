package dev.glasshouse.journey;

/** Reasons in HTTP exchanges. */
public enum HttpReason implements Reason {
  POOL_FULL("{0} connections to this origin were already busy", "到该源的 {0} 条连接都在忙");

  private final String en;
  private final String zh;

  HttpReason(String en, String zh) {
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
