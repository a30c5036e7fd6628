package dev.glasshouse.journey;

/** Reasons of the client policy. */
public enum FetchReason implements Reason {
  PERMANENT_METHOD_KEPT("{0} is permanent, and the method stays {1}", "{0} 是永久重定向，方法仍为 {1}"),
  TEMPORARY_METHOD_KEPT("{0} is temporary, and the method stays {1}", "{0} 是临时重定向，方法仍为 {1}"),
  METHOD_CHANGED(
      "{0} turns {1} into GET, and the body is left out, as all browsers do",
      "{0} 把 {1} 变为 GET 并去掉正文，与所有浏览器一致"),
  SEE_OTHER("303 points to another resource, which is fetched with {0}", "303 指向另一个资源，用 {0} 获取"),
  NO_LOCATION(
      "there is no Location: the response itself is the answer", "没有 Location 字段：该响应本身就是结果"),
  BAD_LOCATION("Location is no URL: {0}", "Location 不是 URL：{0}"),
  LOCATIONS_DIFFER("there are several Locations, which differ", "有多个互不相同的 Location"),
  REDIRECT_SCHEME(
      "a redirect leads only to http or https, not to {0}", "重定向只能指向 http 或 https，不能指向 {0}"),
  REDIRECT_CIRCLE("it goes in a circle: {0} came up {1} times", "重定向成环：{0} 出现了 {1} 次"),
  REDIRECT_LIMIT("{0} redirects are enough", "重定向已达 {0} 次"),
  REDIRECT_BODY("the body can be read only once, and {0} wants it again", "正文只能读取一次，而 {0} 要求再次发送"),
  REDIRECT_CREDENTIALS(
      "a cors request is not redirected to a URL with credentials", "cors 请求不得重定向到带凭据的 URL"),
  REDIRECT_NOT_WANTED("the request allows no redirect", "该请求不允许重定向"),
  REDIRECT_MANUAL("the asker follows redirects itself", "由请求方自己处理重定向"),
  CREDENTIALS_DROPPED("the origin changes: the fields of credentials are left out", "源已改变：去掉凭据字段"),
  SCHEME_UNKNOWN("the scheme {0} is not one that is fetched", "不支持获取 {0} 方案的 URL"),
  BLOB_NOT_SUPPORTED("blob: URLs are not supported yet", "尚不支持 blob: URL"),
  ABOUT_UNKNOWN("of about: only about:blank is known", "about: 之中只认识 about:blank"),
  BAD_DATA_URL("the data: URL has no comma, or broken Base64", "data: URL 缺少逗号，或 Base64 已损坏"),
  BAD_PORT(
      "port {0} belongs to another protocol, and browsers do not talk HTTP to it",
      "端口 {0} 属于其他协议，浏览器不会对它使用 HTTP"),
  SAME_ORIGIN_ONLY("the request is for the same origin only", "该请求只允许同源"),
  FILE_FROM_WEB("a page from the web may not read files", "网页不得读取本地文件"),
  FILE_METHOD("files are only read", "文件只能读取"),
  FILE_HOST("file: URLs name no other host: {0}", "file: URL 不能指定其他主机：{0}"),
  FILE_MISSING("there is no such file", "没有这个文件"),
  FILE_FORBIDDEN("the file may not be read", "没有权限读取该文件"),
  FILE_SPECIAL("it is neither a file nor a directory", "它既不是普通文件也不是目录"),
  FILE_BROKEN("the file cannot be read: {0}", "无法读取文件：{0}"),
  FILE_PATH("the path cannot stand on this machine: {0}", "该路径在本机上不可用：{0}"),
  FILE_READ("it is a file", "它是一个文件"),
  FILE_DEFAULT("the directory has a default document", "该目录有默认文档"),
  FILE_LISTING("the directory has no default document", "该目录没有默认文档"),
  TYPE_BY_NAME("the file's name ends with {0}", "文件名以 {0} 结尾"),
  LOCAL_ANSWER("the URL itself carries the answer", "URL 自身就带有内容"),
  BODY_LIMIT("the body is larger than {0} bytes", "正文超过 {0} 字节"),
  ATTACHMENT("Content-Disposition says attachment", "Content-Disposition 为 attachment"),
  TYPE_SHOWN("{0} can be shown", "{0} 可以显示"),
  TYPE_NOT_SHOWN("{0} cannot be shown", "{0} 无法显示"),
  SAVED_AS_TOLD("who asks for it says where", "由请求者指定位置"),
  PRINTED("{0} is text, and is printed", "{0} 是文本，直接输出"),
  NOT_PRINTED("{0} is not printed, and nobody says where it is to be saved", "{0} 不直接输出，也没有指定保存位置"),
  NOTHING_TO_SHOW(
      "{0} says that there is no content, and the page stays as it was", "{0} 表示没有内容，页面保持原样"),
  NEXT_ISSUE("it comes with a later version", "将在以后的版本中支持"),
  CANCELLED("it was given up", "已放弃");

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
