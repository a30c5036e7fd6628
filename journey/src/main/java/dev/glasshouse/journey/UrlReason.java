package dev.glasshouse.journey;

/** Reasons in reading URLs. */
public enum UrlReason implements Reason {
  SCHEME_ASSUMED("no scheme was typed, so {0} is assumed", "没有输入协议，按 {0} 处理"),
  FILE_PATH("it is the path of a file", "这是一个文件路径"),
  AS_TYPED("it is a URL as it stands", "输入本身就是完整的 URL");

  private final String en;
  private final String zh;

  UrlReason(String en, String zh) {
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
