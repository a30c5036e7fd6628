package dev.glasshouse.journey;

/** Reasons of a web server of ours. */
public enum ServerReason implements Reason {
  IS_FILE("a file of that name is there", "该名称对应一个文件"),
  IS_FOLDER("a folder of that name is there", "该名称对应一个目录"),
  DEFAULT_DOCUMENT("the folder has the default document {0}", "该目录有默认文档 {0}"),
  LISTED("the folder has no default document, and listings are on", "该目录没有默认文档，且允许列出目录"),
  NOT_LISTED(
      "the folder has none of the default documents {0}, and listings are off",
      "该目录没有默认文档 {0}，且不允许列出目录"),
  SLASH_MISSING(
      "a folder's address ends with a slash: without it, the links in its page would mean its parent",
      "目录的地址以斜杠结尾：缺少它时，页面中的相对链接会指向上一级"),
  SLASH_TOO_MANY("a file has no slash behind its name", "文件名之后不能有斜杠"),
  NOTHING_THERE("nothing of that name is there", "没有该名称的内容"),
  LEADS_OUT("a link leads out of the folder that is served", "符号链接指向所服务目录之外"),
  HIDDEN("names that begin with a dot are not served", "不提供以点开头的名称"),
  SPECIAL_FILE("it is neither a file nor a folder", "它既不是文件也不是目录"),
  UNREADABLE("the system does not let it be read: {0}", "系统不允许读取它：{0}"),
  UNWRITABLE("the system does not let it be written: {0}", "系统不允许写入它：{0}"),
  PATH_REFUSED("the path is refused: {0}", "路径被拒绝：{0}"),
  METHOD_OFF("{0} is not allowed here", "此处不允许 {0}"),
  MATCHES_NONE("If-Match names {0}, and {1} is there", "If-Match 指定 {0}，而现有的是 {1}"),
  CHANGED_SINCE(
      "it was changed at {0}, after the time that the client names", "它在 {0} 被修改，晚于客户端给出的时间"),
  HAS_IT("the client has {0} already", "客户端已有 {0}"),
  IS_THERE("If-None-Match asks that {0} is not there, and it is", "If-None-Match 要求 {0} 不存在，但它存在"),
  UNCHANGED_SINCE("it was not changed since {0}", "自 {0} 以来没有修改"),
  CONDITIONS_HOLD("what the client asks to hold does hold", "客户端提出的条件成立"),
  RANGE_OF_ANOTHER(
      "If-Range means another version, so the whole is sent", "If-Range 指的是另一个版本，因此发送全部"),
  RANGE_FOLLOWED("it is what was asked for", "这正是所请求的范围"),
  RANGES_JOINED("ranges that overlap or nearly touch are sent as one", "重叠或几乎相接的范围合并为一个发送"),
  RANGE_UNREADABLE(
      "Range is not in the form or the unit that this server reads", "Range 的形式或单位不是本服务器能理解的"),
  RANGES_TOO_MANY("more than {0} ranges are asked for", "请求的范围超过 {0} 个"),
  RANGES_OVERLAP("the ranges overlap many times, as no honest client asks", "范围多次重叠，正常的客户端不会这样请求"),
  RANGE_OUTSIDE("there are only {0} bytes", "总共只有 {0} 字节"),
  NOTHING_TO_CUT("there are no bytes to cut a part from", "没有字节可供截取"),
  CODING_PREFERRED(
      "the client takes it, and of those it takes best this server likes it best",
      "客户端接受它，且在其最偏好的编码中本服务器首选它"),
  CODING_STORED("the file stands beside it in that coding already", "旁边已有用该编码压缩好的文件"),
  CODING_KEPT(
      "the client takes it, and a compressed copy is kept in memory since {0}",
      "客户端接受它，内存中自 {0} 起留有压缩好的副本"),
  CODING_NOT_ACCEPTED("the client does not take it", "客户端不接受它"),
  CODING_POINTLESS("the type {0} is compressed as it is", "类型 {0} 本身已经压缩"),
  CODING_TOO_SMALL("{0} bytes are too few to gain by it", "只有 {0} 字节，压缩没有收益"),
  CODING_RANGE(
      "a part is asked for, and parts are cut from the bytes as they are", "请求的是部分内容，而范围取自未压缩的字节"),
  CODING_FORBIDDEN("Cache-Control says no-transform", "Cache-Control 含有 no-transform"),
  PAGE_NEEDS_THEM("the page that is coming names them", "即将到来的页面引用了它们"),
  WRITTEN_WHOLE("the new content came whole, and took its place at one stroke", "新内容完整到达，并一次性替换到位"),
  PART_REFUSED("a part cannot be put in the place of the whole", "不能用部分内容替换全部"),
  CODED_REFUSED("a coded file would be kept as if the code were the file", "编码后的内容会被当作文件本身保存"),
  NO_PARENT("there is no folder {0} to put it in", "没有可以放置它的目录 {0}"),
  FOLDER_IN_THE_WAY("a folder stands there", "那里是一个目录"),
  TOO_LARGE("more than {0} bytes are not taken", "不接受超过 {0} 字节的内容"),
  DISK_FULL("there is no room left on the disk", "磁盘空间不足"),
  ASKED_FOR("the client asked for it", "客户端请求如此"),
  SITE_NAMED("it is one of the site's names", "这是该站点的名称之一"),
  SITE_WILDCARD("{0} covers it, and no site has the very name", "{0} 涵盖它，且没有站点恰好使用该名称"),
  SITE_STANDARD("no site has this name, and this one is the default", "没有站点使用该名称，而此站点是默认站点"),
  SITE_NONE("no site has this name, and none is the default", "没有站点使用该名称，也没有默认站点"),
  CERTIFICATE_OF_ANOTHER(
      "the connection's certificate is not for it, and a new connection gets another one",
      "此连接的证书不适用于它，而新建连接会得到另一张证书"),
  ROUTE_FITS("{0} is the first route that is for the request", "{0} 是第一条适用于该请求的路由"),
  ROUTE_NONE("none of the site's {0} routes is for the request", "该站点的 {0} 条路由都不适用于该请求"),
  RULE_SENDS("the rule says {0}", "规则写明 {0}"),
  RULE_REWRITES("the rule says {0}", "规则写明 {0}"),
  ADDRESS_ALLOWED("{0} is allowed", "{0} 被允许"),
  ADDRESS_DENIED("{0} is denied", "{0} 被拒绝"),
  ADDRESS_UNLISTED("only listed addresses are let in, and it is none of them", "仅允许列出的地址，而它不在其中"),
  ADDRESS_FREE("it is none of those that are denied", "它不在被拒绝的地址之中"),
  RATE_WITHIN("it keeps to {0}", "没有超过 {0}"),
  RATE_BEYOND(
      "it asks more often than {0}, beyond the {1} that may come at once",
      "请求频率超过 {0}，且超出可突发的 {1} 次"),
  LOGIN_MISSING("the client gave no name and password", "客户端没有提供用户名和密码"),
  LOGIN_UNREADABLE("what the client gave cannot be read: {0}", "无法读取客户端提供的内容：{0}"),
  LOGIN_UNKNOWN("there is no user of that name", "没有该名称的用户"),
  LOGIN_WRONG("the password is wrong", "密码错误"),
  LOGIN_RIGHT("name and password are right", "用户名和密码正确"),
  LOGIN_BUSY("{0} passwords are being looked at already", "已有 {0} 个密码正在核对"),
  NONCE_STRANGE("the number is none that this server gave out", "该随机数不是本服务器发出的"),
  NONCE_STALE("the number that this server gave out is too old", "本服务器发出的随机数已过期"),
  NONCE_REPLAYED("the number was used with that count already", "该随机数已以此计数使用过"),
  LIMIT_OF_SITE("the site has {0} = {1}", "该站点设有 {0} = {1}"),
  ERROR_PAGE_NAMED("the site has this page for it", "该站点为此指定了这个页面"),
  ERROR_PAGE_BROKEN("the site's page for it is not to be had: {0}", "站点指定的页面无法取得：{0}");

  private final String en;
  private final String zh;

  ServerReason(String en, String zh) {
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
