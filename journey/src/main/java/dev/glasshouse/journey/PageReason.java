package dev.glasshouse.journey;

/** Reasons in building and drawing a page. */
public enum PageReason implements Reason {
  SHEET_BLOCKS("a style sheet that applies blocks rendering until it is there", "生效的样式表到达之前不绘制页面"),
  ALTERNATIVE_SHEET("it is an alternative that nobody chose", "它是备选样式表，没有被选用"),
  MEDIA_DO_NOT_MATCH("its media query does not match this viewport", "它的媒体查询与当前视口不符"),
  NOT_CSS("its media type is {0}, not text/css", "它的媒体类型是 {0}，不是 text/css"),
  IMPORTS_ITSELF("it imports itself, directly or through others", "它直接或间接地导入了自己"),
  NO_XML_PARSER("there is no XML parser yet", "目前还没有 XML 解析器"),
  PAGE_REFRESHES("the page says so in {0}", "页面在 {0} 处要求如此"),
  EARLY_HINT("the server names it in a 103 ahead of its answer", "服务器在正式响应之前用 103 提到了它"),
  LINK_FIELD("the answer names it in its field Link", "响应的 Link 字段提到了它"),
  LINK_ELEMENT("a link element of the page names it", "页面的 link 元素提到了它"),
  PREFETCH_TOO_EARLY(
      "a page that may come next is for when this one is there, and its own answer has to say so",
      "预取要等当前页面到达后才进行，并须由页面的正式响应提出"),
  PREFETCH_NOT_KEPT("nothing is to be stored", "不允许保存任何内容"),
  PREFETCH_LEFT("the page was left before it was there", "在它到达之前页面已关闭"),
  NOT_DRAWN("styles alone name it, and the page is not drawn", "只有样式提到了它，而页面不绘制"),
  AHEAD_UNUSED("the page did not ask for it", "页面没有用到它"),
  AHEAD_MOVED("the page came from another origin than the hint", "页面与提示来自不同的源"),
  AHEAD_DIFFERS(
      "the page demands something else of what it embeds than the hint said", "页面对嵌入内容的要求与提示时不同"),
  AHEAD_NO_PAGE("no page came", "最终没有页面"),
  FONT_WITHOUT_CORS(
      "the page asks for fonts with CORS, and the hint lacks crossorigin",
      "页面以 CORS 方式请求字体，而提示没有 crossorigin"),
  PRELOAD_WITHOUT_AS("it does not say what it is for (as=)", "没有用 as= 说明用途"),
  SCRIPTS_DO_NOT_RUN("scripts do not run yet", "目前还不运行脚本");

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
