package dev.glasshouse.journey;

/** Reasons in building and drawing a page. */
public enum PageReason implements Reason {
  SHEET_BLOCKS("a style sheet that applies blocks rendering until it is there", "生效的样式表到达之前不绘制页面");

  private final String en;
  private final String zh;

  PageReason(String en, String zh) {
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
