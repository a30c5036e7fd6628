package dev.glasshouse.journey;

/** Reasons in looking up names. */
public enum NameReason implements Reason {
  CACHED("the cache knows it for another {0}", "缓存中已有，还有效 {0}"),
  HOSTS_LINE("the hosts file has it in line {0}", "hosts 文件第 {0} 行已写明");

  private final String en;
  private final String zh;

  NameReason(String en, String zh) {
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
