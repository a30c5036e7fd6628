package dev.glasshouse.journey;

/** Reasons about the journey itself. */
public enum JourneyReason implements Reason {
  NONE("", ""),
  ASKED_FOR("it was asked for", "用户要求这样做"),
  BODY_NOT_WHOLE("only whole bodies are kept", "只保存完整的正文"),
  BODY_TOO_LARGE("a body of more than {0:bytes} is not kept", "超过 {0:bytes} 的正文不保存"),
  BODY_STORE_FAILED("it could not be written to disk: {0}", "无法写入磁盘：{0}");

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
